import { isPotentiallyTrustworthy } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** Secure cookies without TLS, on one's own machine. */
export const secureCookiesOnLoopback: EngineDecision = {
  id: 'secure-cookies-on-loopback',
  what: 'A cookie with Secure may come from and go to http://localhost and http://127.0.0.1; by RFC 6265bis it is for https alone.',
  source: 'measured with Chrome 156',
  scenario: 'cookie-secure-on-loopback',
  behaviour: { isSecureForCookies: isPotentiallyTrustworthy },
};

/** CHIPS. */
export const partitionedCookies: EngineDecision = {
  id: 'partitioned-cookies',
  what: 'A cookie with Partitioned is sent only under the site in the address bar under which it was set; RFC 6265bis does not know Partitioned.',
  since: 'Chrome 114',
  source: 'https://www.ietf.org/archive/id/draft-cutler-httpbis-partitioned-cookies-01.html',
  scenario: 'cookie-partitioned-cross-site',
  behaviour: { knowsPartitioned: true },
};

/** More prefixes of names. */
export const httpPrefixes: EngineDecision = {
  id: 'http-cookie-prefixes',
  what: 'A cookie whose name begins with __Http- or __Host-Http- is refused without HttpOnly; RFC 6265bis does not know these prefixes.',
  source: 'measured with Chrome 156',
  scenario: 'cookie-http-prefix',
  behaviour: { cookiePrefixes: 'http-too' },
};

/** The order of cookies. */
export const changedCookieGoesLast: EngineDecision = {
  id: 'changed-cookie-goes-last',
  what: 'A cookie that gets another value goes behind the others in Cookie; by RFC 6265bis it keeps its place.',
  source: 'net/cookies/cookie_monster.cc, where only an equal value keeps the creation date',
  scenario: 'cookie-replaced',
  behaviour: { changedCookieGoesLast: true },
};
