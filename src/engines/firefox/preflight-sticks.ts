import type { EngineDecision } from '../engine.js';

/** A request that would need a preflight as the page made it gets one at each hop to a foreign origin. */
export const preflightSticks: EngineDecision = {
  id: 'preflight-sticks',
  what: 'After a redirect a hop gets a preflight because the request as the page made it would need one, even where the method has become GET; by the standard each hop is judged anew.',
  source:
    'netwerk/protocol/http/nsHttpChannel.cpp, mRequireCORSPreflight; measured with Firefox 153',
  scenario: 'put-303-to-other-origin',
  behaviour: { preflightSticks: true },
};
