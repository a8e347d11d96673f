import { OPAQUE_ORIGIN, type PreflightQuery } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';
import { createFetchNumbers } from '../support/fetch-numbers.js';
import { SingleResultCache } from '../support/single-result-cache.js';
import { withoutUser } from '../support/without-user.js';

/** One result for each page origin and URL, which a failing request leaves alone. */
export const preflightCache: EngineDecision = {
  id: 'preflight-cache',
  what: 'The CORS-preflight cache keeps the last result for a page origin and URL (with fragment, without user name and password) as a whole, drops it at the first request that it does not cover, is not asked for conditional requests (If-None-Match and its kin) of windows, serves an opaque origin only within one fetch(), and never an origin that a redirect has tainted; the standard keeps an entry for each method and header, and clears them when a request fails.',
  source:
    'services/network/cors/preflight_cache.cc, preflight_controller.cc; measured with Chromium 156',
  scenario: 'preflight-cache',
  behaviour: {
    conditionalUsesPreflightCache: (context) => context === 'worker',
    createPreflightCache: () =>
      new SingleResultCache({ keyOf: keyOf(), wildcardByRequest: false, forgetsOnMiss: true }),
  },
};

/** A key for each query; an opaque origin counts anew with each fetch(). */
function keyOf(): (query: PreflightQuery) => string | null {
  const numberOf = createFetchNumbers();
  return (query) => {
    const { pageOrigin, tainted } = query;
    const href = withoutUser(query.href);
    // What a redirect tainted is another opaque origin each time.
    if (tainted) return null;
    return pageOrigin === OPAQUE_ORIGIN
      ? `opaque-${numberOf(query)} ${href}`
      : `${pageOrigin} ${href}`;
  };
}
