import type { EngineDecision } from '../engine.js';

/** Access-Control-Allow-Methods is judged to its end before Access-Control-Allow-Headers is parsed. */
export const judgesMethodFirst: EngineDecision = {
  id: 'judges-method-first',
  what: 'A method that is not allowed is reported before a malformed Access-Control-Allow-Headers; the standard parses both lists first. The verdict is the same.',
  source: 'netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckPreflightRequestApproved',
  scenario: 'method-and-malformed-headers',
  behaviour: { judgesMethodFirst: true },
};
