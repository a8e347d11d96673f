import {
  getHeader,
  parseUrl,
  withoutFragment,
  type Exchange,
  type FetchRequest,
  type UrlRecord,
} from '../../protocol/index.js';

/**
 * The fragment of the URL that the exchange at `index` asked for: the page's,
 * or that of a redirect before it. https://fetch.spec.whatwg.org/#concept-response-location-url
 * @returns `#` and the fragment, or nothing
 */
export function fragmentAt(
  exchanges: readonly Exchange[],
  index: number,
  asked: FetchRequest,
): string {
  let fragment = parseUrl(asked.url)?.hash ?? '';
  for (const { request, result } of exchanges.slice(0, index)) {
    const location = 'headers' in result ? getHeader(result.headers, 'location') : null;
    if (request.kind !== 'request' || location === null) continue;
    fragment = parseUrl(location, request.url)?.hash || fragment;
  }
  return fragment;
}

/** A redirect's target as it is shown: with the fragment of the URL it comes from where its own is empty. */
export function inheritFragment(target: UrlRecord, from: UrlRecord): UrlRecord {
  if (target.hash !== '') return target;
  return parseUrl(withoutFragment(target) + from.hash) ?? target;
}
