import { DEFAULT_MAX_AGE, getHeader, type PreflightQuery } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';
import { createFetchNumbers } from '../support/fetch-numbers.js';
import { SingleResultCache } from '../support/single-result-cache.js';
import { withoutUser } from '../support/without-user.js';

/** Ten minutes. */
const LIMIT = 600;

/** The preflight's status is looked at before anything else. */
export const statusFirst: EngineDecision = {
  id: 'preflight-status-first',
  what: 'The status of a preflight, and that it is a redirect, is judged before its CORS check; by the standard the CORS check comes first. The verdict is the same.',
  source: 'Source/WebCore/loader/CrossOriginAccessControl.cpp, validatePreflightResponse',
  scenario: 'preflight-status-and-origin',
  behaviour: { judgesPreflightStatusFirst: true, checksPreflightBeforeRedirect: false },
};

/** One result for each origin and URL, which is kept even when it does not allow the request. */
export const preflightCache: EngineDecision = {
  id: 'preflight-cache',
  what: 'The CORS-preflight cache keeps the last result for an origin and URL (with fragment, without user name and password) as a whole, also one that refused the request, drops it at the first request that it does not cover, keeps it when a request fails, and serves an origin that a redirect has tainted only within one fetch(); the standard keeps an entry for each method and header of preflights that succeeded, and clears them at a failure.',
  source: 'Source/WebCore/loader/CrossOriginPreflightResultCache.cpp; measured with WebKitGTK 2.50',
  scenario: 'preflight-cache',
  behaviour: {
    cachesRefusingPreflight: true,
    createPreflightCache: () =>
      new SingleResultCache({
        keyOf: keyOf(),
        wildcardByRequest: true,
        forgetsOnMiss: true,
      }),
  },
};

/** A key for each query; an origin that a redirect has tainted is another one in each fetch(). */
function keyOf(): (query: PreflightQuery) => string {
  const numberOf = createFetchNumbers();
  return (query) => {
    const { origin, pageOrigin } = query;
    const href = withoutUser(query.href);
    return origin === pageOrigin ? `${origin} ${href}` : `tainted-${numberOf(query)} ${href}`;
  };
}

/** Access-Control-Max-Age: at most ten minutes. */
export const maxAge: EngineDecision = {
  id: 'max-age',
  what: 'Access-Control-Max-Age counts for at most 600 s; the standard leaves the limit to browsers.',
  source: 'Source/WebCore/loader/CrossOriginPreflightResultCache.cpp, parseAccessControlMaxAge',
  scenario: 'max-age',
  behaviour: {
    maxAge: (headers) => {
      const value = getHeader(headers, 'access-control-max-age');
      if (value === null || !/^[+-]?[0-9]+$/.test(value)) return DEFAULT_MAX_AGE;
      return Math.max(0, Math.min(Number(value), LIMIT));
    },
  },
};

/** `Access-Control-Allow-Headers: *` covers Authorization, too. */
export const authorizationUnderWildcard: EngineDecision = {
  id: 'authorization-under-wildcard',
  what: 'Access-Control-Allow-Headers: * covers Authorization; by the standard it never does.',
  source:
    'Source/WebCore/loader/CrossOriginPreflightResultCache.cpp, validateCrossOriginHeaders; measured with WebKitGTK 2.50',
  scenario: 'authorization-under-wildcard',
  behaviour: { isNonWildcardRequestHeader: () => false },
};

/** Once a hop has needed a preflight, each later hop gets one. */
export const preflightSticks: EngineDecision = {
  id: 'preflight-sticks',
  what: 'After a redirect a hop gets a preflight because an earlier hop needed one, even where the method has become GET; by the standard each hop is judged anew.',
  source:
    'Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp, m_isSimpleRequest; measured with WebKitGTK 2.50',
  scenario: 'put-303-to-other-origin',
  behaviour: { preflightSticks: true },
};
