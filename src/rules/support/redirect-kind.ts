import { parseUrl, type UrlRecord } from '../../protocol/index.js';

/** What a redirect changes, where it changes one thing. */
export type RedirectKind = 'https' | 'www' | 'trailing-slash' | 'host' | 'path' | 'same' | 'other';

/** Tells the usual redirects apart by what differs between the two URLs. */
export function redirectKind(from: string, to: UrlRecord): RedirectKind {
  const before = parseUrl(from);
  if (before === null) return 'other';
  if (before.href === to.href) return 'same';
  if (before.hostname !== to.hostname) {
    const bare = (host: string): string => host.replace(/^www\./, '');
    return bare(before.hostname) === bare(to.hostname) ? 'www' : 'host';
  }
  if (before.protocol === 'http:' && to.protocol === 'https:') return 'https';
  if (before.origin !== to.origin) return 'other';
  const trim = (path: string): string => path.replace(/\/+$/, '');
  return trim(before.pathname) === trim(to.pathname) && before.pathname !== to.pathname
    ? 'trailing-slash'
    : 'path';
}
