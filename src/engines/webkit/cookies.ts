import type { EngineDecision } from '../engine.js';

/** No Lax by default, None without Secure. */
export const cookiesNotLaxByDefault: EngineDecision = {
  id: 'cookies-not-lax-by-default',
  what: 'A cookie without SameSite is as one with SameSite=None; by RFC 6265bis it is as one with SameSite=Lax.',
  source: 'measured with WebKitGTK 2.50',
  scenario: 'cookie-default-set-cross-site',
  behaviour: { defaultSameSite: 'none' },
};

/** SameSite=None without Secure. */
export const noneWithoutSecure: EngineDecision = {
  id: 'same-site-none-without-secure',
  what: 'A cookie with SameSite=None is taken without Secure, too; by RFC 6265bis it is refused.',
  source: 'measured with WebKitGTK 2.50',
  scenario: 'cookie-none-without-secure',
  behaviour: { noneNeedsSecure: false },
};

/** Same site whatever the scheme. */
export const schemelessSameSite: EngineDecision = {
  id: 'cookies-schemeless-same-site',
  what: 'For SameSite, http and https of one host are the same site; by RFC 6265bis they are two.',
  source: 'measured with WebKitGTK 2.50',
  scenario: 'cookie-strict-http-to-https',
  behaviour: { schemefulSameSite: false },
};

/** The page in the address bar alone decides. */
export const sameSiteByTopLevel: EngineDecision = {
  id: 'cookies-same-site-by-top-level',
  what: 'For SameSite, a request is same-site when it goes to the site in the address bar, be it made by a sandboxed frame; by RFC 6265bis a frame of another site makes it cross-site.',
  source: 'measured with WebKitGTK 2.50',
  scenario: 'cookie-strict-from-sandboxed-frame',
  behaviour: { sameSiteByTopLevel: true },
};

/** libsoup compares hosts by their ends. */
export const subdomainsAreSameSite: EngineDecision = {
  id: 'cookies-subdomains-same-site',
  what: 'For SameSite, a subdomain of the page in the address bar is the same site also where that page has no registrable domain (localhost), unless a redirect led there from another host; by RFC 6265bis it is another.',
  source: 'measured with WebKitGTK 2.50; of its network library',
  scenario: 'cookie-strict-to-subdomain-of-localhost',
  behaviour: { subdomainsAreSameSite: true },
};

/** The cookie policy of WebKitGTK and Safari before Intelligent Tracking Prevention. */
export const thirdPartyCookiesNotTaken: EngineDecision = {
  id: 'third-party-cookies-not-taken',
  what: 'Cookies of other sites than the one in the address bar are sent when they are in the jar, but no new ones are taken. RFC 6265bis leaves this to browsers; Safari does not send them either.',
  source: 'measured with WebKitGTK 2.50 (WEBKIT_COOKIE_POLICY_ACCEPT_NO_THIRD_PARTY)',
  scenario: 'cookie-none-secure-set-cross-site',
  behaviour: { thirdPartyCookies: 'not-taken' },
};

/** Prefixes of names mean nothing. */
export const noCookiePrefixes: EngineDecision = {
  id: 'no-cookie-prefixes',
  what: 'A cookie whose name begins with __Secure- or __Host- is taken without Secure or with Domain, too; by RFC 6265bis it is refused.',
  source: 'measured with WebKitGTK 2.50; of its network library',
  scenario: 'cookie-secure-prefix-without-secure',
  behaviour: { cookiePrefixes: 'none' },
};

/** Domain=localhost. */
export const domainIsNoPublicSuffix: EngineDecision = {
  id: 'cookie-domain-no-public-suffix',
  what: 'A cookie whose Domain is a public suffix or localhost is refused though that is the host itself; by RFC 6265bis it is then taken for that host.',
  source: 'measured with WebKitGTK 2.50; of its network library',
  scenario: 'cookie-domain-localhost',
  behaviour: { cookieDomainMayBePublicSuffix: false },
};

/** The order of cookies. */
export const longerDomainsFirst: EngineDecision = {
  id: 'cookies-of-longer-domains-first',
  what: 'Of cookies with paths of one length, those of the longest domain come first in Cookie, and those with Domain before those without; by RFC 6265bis the oldest comes first.',
  source: 'measured with WebKitGTK 2.50; of its network library',
  scenario: 'cookie-order-domains',
  behaviour: { longerCookieDomainsFirst: true },
};
