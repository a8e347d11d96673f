import {
  wireName,
  type Header,
  type HeaderList,
  type NetworkRequest,
} from '../../protocol/index.js';

/** Methods that have a Content-Length of 0 without a body: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const LENGTH_ZERO = new Set(['POST', 'PUT']);

/** Bytes of a body, or that there are some whose number is not known. */
export type BodyLength = number | 'unknown' | null;

/**
 * What a browser's network stack adds to a request, unless the request has it:
 * what servers are known to decide by, and no more.
 */
export function wireHeaders(
  request: NetworkRequest,
  url: URL,
  extra: HeaderList,
  length: BodyLength,
): Header[] {
  const given = new Set([...request.headers, ...extra].map(([name]) => name.toLowerCase()));
  const own = new Set(request.headers.map(([name]) => name.toLowerCase()));
  const headers: Header[] = [];
  const add = (name: string, value: string): void => {
    if (!given.has(name.toLowerCase())) headers.push([name, value]);
  };
  add('Host', url.host);
  add('Connection', 'keep-alive');
  // Never the page's: a wrong length would break the exchange, not the call.
  if (length === 'unknown') headers.push(['Transfer-Encoding', 'chunked']);
  else if (length !== null) headers.push(['Content-Length', String(length)]);
  else if (LENGTH_ZERO.has(request.method)) headers.push(['Content-Length', '0']);
  headers.push(...extra.filter(([name]) => !own.has(name.toLowerCase())));
  add('Accept', '*/*');
  for (const [name, value] of request.headers) {
    if (name.toLowerCase() !== 'content-length') headers.push([wireName(name), value]);
  }
  add('Accept-Encoding', 'gzip, deflate, br');
  return headers;
}
