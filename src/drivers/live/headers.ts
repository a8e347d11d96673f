import type { Header, HeaderList, NetworkRequest } from '../../protocol/index.js';

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
  headers.push(...request.headers.map(([name, value]): Header => [wireCase(name), value]));
  add('Accept-Encoding', 'gzip, deflate, br');
  return { headers, body };
}

/** `access-control-request-method` as browsers write it on HTTP/1.1. */
function wireCase(name: string): string {
  return name === name.toLowerCase() && DECIDED.has(name)
    ? name.replace(
        /(^|-)([a-z])/g,
        (_, dash: string, letter: string) => dash + letter.toUpperCase(),
      )
    : name;
}

const DECIDED = new Set([
  'accept',
  'origin',
  'cookie',
  'access-control-request-method',
  'access-control-request-headers',
]);
