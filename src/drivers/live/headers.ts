import {
  nameIs,
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
  const headers: Header[] = [];
  const isIn = (list: HeaderList, wanted: string): boolean =>
    list.some(([name]) => nameIs(name, wanted));
  const add = (name: string, value: string): void => {
    const lower = name.toLowerCase();
    if (!isIn(request.headers, lower) && !isIn(extra, lower)) headers.push([name, value]);
  };
  add('Host', url.host);
  add('Connection', 'keep-alive');
  // Never the page's: a wrong length would break the exchange, not the call.
  if (length === 'unknown') headers.push(['Transfer-Encoding', 'chunked']);
  else if (length !== null) headers.push(['Content-Length', String(length)]);
  else if (LENGTH_ZERO.has(request.method)) headers.push(['Content-Length', '0']);
  for (const header of extra)
    if (!isIn(request.headers, header[0].toLowerCase())) headers.push(header);
  add('Accept', '*/*');
  for (const [name, value] of request.headers)
    if (!nameIs(name, 'content-length')) headers.push([nameOnWire(name), value]);
  add('Accept-Encoding', 'gzip, deflate, br');
  return headers;
}

/** Names on the wire by those of the protocol: bulk checks send the same few again and again. */
const ON_WIRE = new Map<string, string>();

function nameOnWire(name: string): string {
  const known = ON_WIRE.get(name);
  if (known !== undefined) return known;
  const found = wireName(name);
  if (ON_WIRE.size < 1000) ON_WIRE.set(name, found);
  return found;
}
