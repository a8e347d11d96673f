import type { EngineDecision } from '../engine.js';

/** An https page's Origin reaches http servers in mode no-cors, too. */
export const originKeptOnDowngrade: EngineDecision = {
  id: 'origin-kept-on-downgrade',
  what: 'A no-cors request other than GET and HEAD from an https page to http carries the page’s origin; by the standard it is null there.',
  source: 'measured with Chromium 156',
  scenario: 'no-cors-post-downgrade',
  behaviour: { hidesOriginOnDowngrade: false },
};
