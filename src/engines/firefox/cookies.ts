import { isPotentiallyTrustworthy } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** Secure cookies without TLS, on one's own machine. */
export const secureCookiesOnLoopback: EngineDecision = {
  id: 'secure-cookies-on-loopback',
  what: 'A cookie with Secure may come from and go to http://localhost and http://127.0.0.1; by RFC 6265bis it is for https alone.',
  source: 'measured with Firefox 153',
  scenario: 'cookie-secure-on-loopback',
  behaviour: { isSecureForCookies: isPotentiallyTrustworthy },
};

/** No Lax by default. */
export const cookiesNotLaxByDefault: EngineDecision = {
  id: 'cookies-not-lax-by-default',
  what: 'A cookie without SameSite is as one with SameSite=None; by RFC 6265bis it is as one with SameSite=Lax.',
  source: 'network.cookie.sameSite.laxByDefault, false in releases',
  scenario: 'cookie-default-set-cross-site',
  behaviour: { defaultSameSite: 'none' },
};

/** Same site whatever the scheme. */
export const schemelessSameSite: EngineDecision = {
  id: 'cookies-schemeless-same-site',
  what: 'For SameSite, http and https of one host are the same site; by RFC 6265bis they are two.',
  source: 'network.cookie.sameSite.schemeful, false in releases',
  scenario: 'cookie-strict-http-to-https',
  behaviour: { schemefulSameSite: false },
};

/** Total Cookie Protection. */
export const totalCookieProtection: EngineDecision = {
  id: 'total-cookie-protection',
  what: 'Each site in the address bar has a jar of its own for the cookies of other sites, so that what a user got by visiting the API is not sent from a page of another site. RFC 6265bis leaves this to browsers.',
  since: 'Firefox 103',
  source: 'network.cookie.cookieBehavior 5',
  scenario: 'cookie-none-secure-cross-site',
  behaviour: { thirdPartyCookies: 'partitioned' },
};

/** CHIPS. */
export const partitionedCookies: EngineDecision = {
  id: 'partitioned-cookies',
  what: 'A cookie with Partitioned is sent only under the site in the address bar under which it was set; RFC 6265bis does not know Partitioned.',
  source: 'https://www.ietf.org/archive/id/draft-cutler-httpbis-partitioned-cookies-01.html',
  scenario: 'cookie-partitioned-cross-site',
  behaviour: { knowsPartitioned: true },
};

/** More prefixes of names. */
export const httpPrefixes: EngineDecision = {
  id: 'http-cookie-prefixes',
  what: 'A cookie whose name begins with __Http- or __Host-Http- is refused without HttpOnly; RFC 6265bis does not know these prefixes.',
  source: 'measured with Firefox 153',
  scenario: 'cookie-http-prefix',
  behaviour: { cookiePrefixes: 'http-too' },
};

/** Set-Cookie without an equals sign. */
export const cookieNeedsName: EngineDecision = {
  id: 'cookie-needs-name',
  what: 'A Set-Cookie line without an equals sign is a name without a value, and one that begins with it is refused; by RFC 6265bis both are values without a name.',
  source: 'measured with Firefox 153',
  scenario: 'cookie-without-name',
  behaviour: { cookieNeedsName: true },
};

/** Redirects through other sites. */
export const sameSiteSeesRedirects: EngineDecision = {
  id: 'cookies-same-site-sees-redirects',
  what: 'A request that a redirect led through another site is sent no cookies with SameSite=Lax or Strict; by RFC 6265bis the URL that it has now decides.',
  source: 'measured with Firefox 153',
  scenario: 'cookie-redirect-cross-to-same',
  behaviour: { sameSiteSeesRedirects: true },
};
