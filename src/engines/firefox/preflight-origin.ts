import type { EngineDecision } from '../engine.js';

/** A preflight after a redirect carries the page's origin, where the request itself carries null. */
export const preflightOrigin: EngineDecision = {
  id: 'preflight-origin',
  what: "A preflight after a redirect to a third origin is sent with the page's origin, and must be answered with it (but not where the hop goes back to that very origin), though the request that follows carries null; by the standard both carry null.",
  source:
    'netwerk/protocol/http/nsCORSListenerProxy.cpp, StartCORSPreflight; measured with Firefox 153',
  scenario: 'redirect-to-third-origin',
  behaviour: { preflightOrigin: (_serialized, page) => page, trustsOwnOriginPreflight: true },
};
