import { domainMatches, pathMatches } from './match.js';
import type { SetCookie } from './set-cookie.js';

/** Whom a cookie is for. */
export interface CookieDomain {
  readonly domain: string;
  readonly hostOnly: boolean;
}

/** A cookie as it goes into the jar. https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-storage-model */
export interface NewCookie extends CookieDomain {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly secure: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none';
  /** The caller's seconds; Infinity for a session cookie. */
  readonly expires: number;
  /** Which jar it is in: '' for the common one, else the top-level site that it belongs to. */
  readonly partition: string;
}

/** A cookie in the jar. */
export interface StoredCookie extends NewCookie {
  /** Its turn among cookies with paths of one length. */
  readonly created: number;
}

/** When a cookie expires, in the seconds of `now`. */
export function expiryOf({ maxAge, expires }: SetCookie, now: number): number {
  if (maxAge !== null) return maxAge <= 0 ? -Infinity : now + maxAge;
  return expires ?? Infinity;
}

/** Whether a host is one that the cookie is for. */
export function isFor(host: string, { domain, hostOnly }: CookieDomain): boolean {
  return hostOnly ? host === domain : domainMatches(host, domain);
}

/** Which of two cookies is sent first, as for sorting. */
export function compareTurns(a: StoredCookie, b: StoredCookie, byDomain: boolean): number {
  const longer = b.path.length - a.path.length;
  return longer || (byDomain ? domainLength(b) - domainLength(a) : 0) || a.created - b.created;
}

/** With the dot before it that a domain has which is not for one host alone. */
function domainLength({ domain, hostOnly }: StoredCookie): number {
  return domain.length + (hostOnly ? 0 : 1);
}

/** "Leave Secure Cookies Alone": whether an insecure cookie would take the place of a secure one. */
export function hides(old: StoredCookie, cookie: NewCookie): boolean {
  return (
    old.secure &&
    !cookie.secure &&
    old.partition === cookie.partition &&
    old.name === cookie.name &&
    (domainMatches(old.domain, cookie.domain) || domainMatches(cookie.domain, old.domain)) &&
    pathMatches(cookie.path, old.path)
  );
}

/** Whether a cookie takes the place of another one. */
export function replaces(cookie: NewCookie, old: StoredCookie): boolean {
  return (
    old.name === cookie.name &&
    old.domain === cookie.domain &&
    old.hostOnly === cookie.hostOnly &&
    old.path === cookie.path &&
    old.partition === cookie.partition
  );
}
