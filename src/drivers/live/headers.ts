import {
  wireName,
  type Header,
  type HeaderList,
  type NetworkRequest,
} from '../../protocol/index.js';

/**
 * What a browser's network stack adds to a request, unless the request has it:
 * what servers are known to decide by, and no more.
 */
export function wireHeaders(
  request: NetworkRequest,
  url: URL,
  extra: HeaderList,
): { readonly headers: Header[]; readonly body: Buffer | null } {
  const body = request.body === null ? null : Buffer.from(request.body, 'utf8');
  const headers: Header[] = [
    ['Host', url.host],
    ['Connection', 'keep-alive'],
  ];
  if (body !== null) headers.push(['Content-Length', String(body.length)]);
  else if (request.method === 'POST' || request.method === 'PUT')
    headers.push(['Content-Length', '0']);
  const own = new Set(request.headers.map(([name]) => name.toLowerCase()));
  const add = (name: string, value: string): void => {
    if (!own.has(name.toLowerCase())) headers.push([name, value]);
  };
  for (const [name, value] of extra) add(name, value);
  add('Accept', '*/*');
  headers.push(...request.headers.map(([name, value]): Header => [wireName(name), value]));
  add('Accept-Encoding', 'gzip, deflate, br');
  return { headers, body };
}
