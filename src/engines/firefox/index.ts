import { defineEngine } from '../engine.js';
import { allowOriginLines } from './allow-origin-lines.js';
import { authorizationUnderWildcard } from './authorization-under-wildcard.js';
import {
  cookieNeedsName,
  cookiesNotLaxByDefault,
  httpPrefixes,
  partitionedCookies,
  sameSiteSeesRedirects,
  schemelessSameSite,
  secureCookiesOnLoopback,
  totalCookieProtection,
} from './cookies.js';
import { judgesMethodFirst } from './judges-method-first.js';
import { consoleLines, failureName } from './messages/index.js';
import { locationCheckedFirst } from './location-checked-first.js';
import { opaqueOriginInNoCors } from './opaque-origin-in-no-cors.js';
import { maxAge, preflightCache } from './preflight-cache.js';
import { preflightOrigin } from './preflight-origin.js';
import { preflightNamesDroppedHeaders, preflightSticks } from './preflight-sticks.js';
import { unsafeRequestHeaders } from './unsafe-request-headers.js';

/** Firefox. */
export const firefox = /* @__PURE__ */ defineEngine(
  'firefox',
  'Firefox',
  [
    unsafeRequestHeaders,
    authorizationUnderWildcard,
    allowOriginLines,
    preflightOrigin,
    preflightSticks,
    preflightNamesDroppedHeaders,
    opaqueOriginInNoCors,
    locationCheckedFirst,
    judgesMethodFirst,
    preflightCache,
    maxAge,
    secureCookiesOnLoopback,
    cookiesNotLaxByDefault,
    schemelessSameSite,
    totalCookieProtection,
    partitionedCookies,
    httpPrefixes,
    cookieNeedsName,
    sameSiteSeesRedirects,
  ],
  { consoleLines, failureName },
);
