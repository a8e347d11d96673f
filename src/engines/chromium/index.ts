import { defineEngine } from '../engine.js';
import { addressIsNoSite } from './address-is-no-site.js';
import { authorizationUnderWildcard } from './authorization-under-wildcard.js';
import { barEscapedInPath } from './bar-escaped-in-path.js';
import { charsetReplacedInPlace } from './charset-replaced-in-place.js';
import { clientHintsSafelisted } from './client-hints-safelisted.js';
import { combinedRequestHeaders } from './combined-request-headers.js';
import {
  changedCookieGoesLast,
  httpPrefixes,
  partitionedCookies,
  secureCookiesOnLoopback,
} from './cookies.js';
import { localNetworkAccess } from './local-network-access.js';
import { locationCheckedFirst } from './location-checked-first.js';
import { maxAge } from './max-age.js';
import { failureName, consoleLines } from './messages/index.js';
import { originKeptOnDowngrade } from './origin-kept-on-downgrade.js';
import { preflightCache } from './preflight-cache.js';
import { preflightRedirectFirst } from './preflight-redirect-first.js';
import {
  clientHintsDroppedOnRedirect,
  credentialsInRedirect,
  originHiddenOnNoCorsRedirect,
  redirectNeedsLocation,
} from './redirects.js';
import { userAgentDropped } from './user-agent-dropped.js';

/** Chromium, and so Chrome, Edge, Opera, Brave and others. */
export const chromium = /* @__PURE__ */ defineEngine(
  'chromium',
  'Chromium',
  [
    combinedRequestHeaders,
    charsetReplacedInPlace,
    barEscapedInPath,
    clientHintsSafelisted,
    userAgentDropped,
    originKeptOnDowngrade,
    authorizationUnderWildcard,
    preflightRedirectFirst,
    preflightCache,
    maxAge,
    redirectNeedsLocation,
    clientHintsDroppedOnRedirect,
    credentialsInRedirect,
    originHiddenOnNoCorsRedirect,
    locationCheckedFirst,
    localNetworkAccess,
    addressIsNoSite,
    secureCookiesOnLoopback,
    partitionedCookies,
    httpPrefixes,
    changedCookieGoesLast,
  ],
  { consoleLines, failureName },
);
