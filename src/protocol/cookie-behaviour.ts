import type { UrlRecord } from './url.js';

/** What becomes of cookies of another site than the page's: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-third-party-cookies */
export type ThirdPartyCookies =
  /** They are cookies as all others. */
  | 'allowed'
  /** Each site in the address bar has a jar of its own for them. */
  | 'partitioned'
  /** Those in the jar are sent; new ones are taken only where they are for the host in the address bar, too. */
  | 'not-taken';

/** The points at which cookie jars are known to differ; part of `Behaviour`. */
export interface CookieBehaviour {
  /** What SameSite is where Set-Cookie does not say it. */
  readonly defaultSameSite: 'lax' | 'none';
  /** Whether SameSite=None is refused without Secure. */
  readonly noneNeedsSecure: boolean;
  /** Whether http and https of one host are two sites. */
  readonly schemefulSameSite: boolean;
  /** Whether a request is same-site with the page in the address bar, whichever frame in that page makes it. */
  readonly sameSiteByTopLevel: boolean;
  /** Whether a request to a subdomain of the page's host is same-site, also where the host has no registrable domain; not after redirects from other hosts. */
  readonly subdomainsAreSameSite: boolean;
  /** Whether a request that has been at another site before a redirect is sent cookies as a cross-site one. */
  readonly sameSiteSeesRedirects: boolean;
  /** Whether Secure cookies may come from and go to this URL. */
  readonly isSecureForCookies: (url: UrlRecord) => boolean;
  readonly thirdPartyCookies: ThirdPartyCookies;
  /** The prefixes of names that promise something: none, `__Secure-` and `__Host-`, or also `__Http-` and `__Host-Http-`. */
  readonly cookiePrefixes: 'none' | 'secure-and-host' | 'http-too';
  /** Whether a cookie must have a name: then a line without `=` is one, and a line that begins with `=` is refused. */
  readonly cookieNeedsName: boolean;
  /** Whether Domain may be a public suffix when that is the host itself (localhost). */
  readonly cookieDomainMayBePublicSuffix: boolean;
  /** Whether cookies with paths of one length are sent in the order of their domains, the longest first, those with Domain before those without. */
  readonly longerCookieDomainsFirst: boolean;
  /** Whether a cookie that gets another value goes to the end of the line. */
  readonly changedCookieGoesLast: boolean;
  /** Whether Partitioned puts a cookie into a jar of the site in the address bar: https://www.ietf.org/archive/id/draft-cutler-httpbis-partitioned-cookies-01.html */
  readonly knowsPartitioned: boolean;
}

/**
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html, which leaves to
 * browsers what they do with third-party cookies and what counts as secure.
 */
export const standardCookieBehaviour: CookieBehaviour = {
  defaultSameSite: 'lax',
  noneNeedsSecure: true,
  schemefulSameSite: true,
  sameSiteByTopLevel: false,
  subdomainsAreSameSite: false,
  sameSiteSeesRedirects: false,
  isSecureForCookies: (url) => url.protocol === 'https:',
  thirdPartyCookies: 'allowed',
  knowsPartitioned: false,
  cookiePrefixes: 'secure-and-host',
  cookieNeedsName: false,
  cookieDomainMayBePublicSuffix: true,
  longerCookieDomainsFirst: false,
  changedCookieGoesLast: false,
};
