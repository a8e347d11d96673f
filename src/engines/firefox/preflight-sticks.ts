import type { EngineDecision } from '../engine.js';

/** Once a hop has needed a preflight, or the page has set headers that would need one, each later hop gets one. */
export const preflightSticks: EngineDecision = {
  id: 'preflight-sticks',
  what: 'After a redirect a hop gets a preflight because an earlier hop needed one, or because of headers that the page set, even where the method has become GET; by the standard each hop is judged anew.',
  source:
    'netwerk/protocol/http/nsHttpChannel.cpp, mRequireCORSPreflight; measured with Firefox 153',
  scenario: 'put-303-to-other-origin',
  behaviour: { preflightSticks: true },
};

/** Preflights forget for one hop only that a redirect took headers away. */
export const preflightNamesDroppedHeaders: EngineDecision = {
  id: 'preflight-names-dropped-headers',
  what: 'Where a redirect made the method GET and took Content-Type away, the preflight of that hop does not name it, and those of later hops do again; by the standard it stays away.',
  source:
    'netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckPreflightNeeded; measured with Firefox 153',
  scenario: 'content-type-after-303-and-307',
  behaviour: { preflightsNameDroppedHeaders: true },
};
