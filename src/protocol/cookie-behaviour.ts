import type { UrlRecord } from './url.js';

/** What becomes of cookies of another site than the page's: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-third-party-cookies */
export type ThirdPartyCookies =
  /** They are cookies as all others. */
  | 'allowed'
  /** Each site in the address bar has a jar of its own for them. */
  | 'partitioned'
  /** Those in the jar are sent, new ones are not taken. */
  | 'not-taken';

/** The points at which cookie jars are known to differ; part of `Behaviour`. */
export interface CookieBehaviour {
  /** What SameSite is where Set-Cookie does not say it. */
  readonly defaultSameSite: 'lax' | 'none';
  /** Whether SameSite=None is refused without Secure. */
  readonly noneNeedsSecure: boolean;
  /** Whether http and https of one host are two sites. */
  readonly schemefulSameSite: boolean;
  /** Whether a request that was at another site before it was redirected is cross-site. */
  readonly sameSiteForgetsRedirects: boolean;
  /** Whether Secure cookies may come from and go to this URL. */
  readonly isSecureForCookies: (url: UrlRecord) => boolean;
  readonly thirdPartyCookies: ThirdPartyCookies;
}

/**
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html, which leaves to
 * browsers what they do with third-party cookies and what counts as secure.
 */
export const standardCookieBehaviour: CookieBehaviour = {
  defaultSameSite: 'lax',
  noneNeedsSecure: true,
  schemefulSameSite: true,
  sameSiteForgetsRedirects: true,
  isSecureForCookies: (url) => url.protocol === 'https:',
  thirdPartyCookies: 'allowed',
};
