import type { HeaderList } from '../../../protocol/index.js';

/** The request-headers that WebKit knows by name and shows in this spelling (HTTPHeaderNames.in), as far as pages set them. */
const COMMON: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'Accept',
    'Accept-Language',
    'Authorization',
    'Cache-Control',
    'Content-Language',
    'Content-Type',
    'If-Match',
    'If-Modified-Since',
    'If-None-Match',
    'If-Range',
    'If-Unmodified-Since',
    'Last-Event-ID',
    'Pragma',
    'Range',
    'Upgrade-Insecure-Requests',
    'User-Agent',
  ].map((name) => [name.toLowerCase(), name]),
);

/**
 * The first of these names as WebKit's HTTPHeaderMap holds them: those that it
 * knows first, each kind in the order in which the page set them.
 */
export function firstInHeaderMap(names: readonly string[], headers: HeaderList): string {
  const set = headers.filter(([name]) => names.includes(name.toLowerCase()));
  const common = set.find(([name]) => COMMON[name.toLowerCase()] !== undefined);
  const first = (common ?? set[0])?.[0] ?? names[0] ?? '';
  return COMMON[first.toLowerCase()] ?? first;
}
