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
