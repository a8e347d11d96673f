import { getAllHeaders, type HeaderList } from '../headers/list.js';
import { parseUrl, withFragmentOf, type UrlRecord } from '../url.js';

/** A response's location URL: a URL, `absent` without Location, `failure` where it cannot be parsed. */
export type LocationUrl = UrlRecord | 'absent' | 'failure';

/** https://fetch.spec.whatwg.org/#redirect-status */
export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/**
 * https://fetch.spec.whatwg.org/#concept-response-location-url with the
 * request's current URL, whose fragment is inherited.
 */
export function locationUrl(headers: HeaderList, current: UrlRecord): LocationUrl {
  const lines = getAllHeaders(headers, 'location');
  if (lines.length === 0) return 'absent';
  // Location's ABNF allows a single header: more of them are a failure.
  if (lines.length > 1) return 'failure';
  const url = parseUrl(lines[0]!, current.href);
  return url === null ? 'failure' : withFragmentOf(url, current);
}

/** https://fetch.spec.whatwg.org/#http-redirect-fetch, the step that may set the method to GET. */
export function redirectsAsGet(method: string, status: number): boolean {
  if (status === 301 || status === 302) return method === 'POST';
  return status === 303 && method !== 'GET' && method !== 'HEAD';
}
