import type { CookieBehaviour } from '../protocol/index.js';
import type { SetCookie } from './set-cookie.js';

/**
 * Whether a cookie keeps what the prefix of its name promises.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-cookie-name-prefixes
 * @param path the path that the cookie gets
 */
export function keepsPrefix(
  { name, value, secure, httpOnly, domain }: SetCookie,
  path: string,
  behaviour: Pick<CookieBehaviour, 'cookiePrefixes'>,
): boolean {
  // A cookie without a name must not look as if it had such a one.
  const prefix = /^__(secure-|host-http-|host-|http-)/i.exec(name === '' ? value : name)?.[1];
  const kind = prefix?.toLowerCase();
  if (kind === undefined) return true;
  const prefixes = behaviour.cookiePrefixes;
  if (prefixes === 'none' || (kind === 'http-' && prefixes !== 'http-too')) return true;
  if (name === '' || !secure) return false;
  if (kind.startsWith('host-') && (domain !== null || path !== '/')) return false;
  return httpOnly || !kind.endsWith('http-') || prefixes !== 'http-too';
}
