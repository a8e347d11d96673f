import { defineEngine } from '../engine.js';
import {
  cookiesNotLaxByDefault,
  domainIsNoPublicSuffix,
  longerDomainsFirst,
  noCookiePrefixes,
  noneWithoutSecure,
  sameSiteByTopLevel,
  schemelessSameSite,
  subdomainsAreSameSite,
  thirdPartyCookiesNotTaken,
} from './cookies.js';
import { consoleLines, failureName } from './messages/index.js';
import { mixedContentLoopback } from './mixed-content-loopback.js';
import {
  authorizationUnderWildcard,
  maxAge,
  preflightCache,
  preflightSticks,
  statusFirst,
} from './preflight.js';
import {
  credentialsInRedirect,
  deleteBecomesGet,
  emptyLocation,
  keepsRequestHeaders,
  keepsOrigin,
  mixedContentAfterPreflight,
  redirectsCheckedWithCredentials,
} from './redirects.js';
import { requestHeaders } from './request-headers.js';

/** WebKit as in WebKitGTK; what WebCore decides is Safari's, too. */
export const webkit = /* @__PURE__ */ defineEngine(
  'webkit',
  'WebKit',
  [
    requestHeaders,
    authorizationUnderWildcard,
    statusFirst,
    preflightSticks,
    preflightCache,
    maxAge,
    keepsOrigin,
    keepsRequestHeaders,
    deleteBecomesGet,
    emptyLocation,
    mixedContentLoopback,
    mixedContentAfterPreflight,
    credentialsInRedirect,
    redirectsCheckedWithCredentials,
    cookiesNotLaxByDefault,
    noneWithoutSecure,
    schemelessSameSite,
    sameSiteByTopLevel,
    subdomainsAreSameSite,
    thirdPartyCookiesNotTaken,
    noCookiePrefixes,
    domainIsNoPublicSuffix,
    longerDomainsFirst,
  ],
  { consoleLines, failureName },
);
