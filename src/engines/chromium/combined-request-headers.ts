import type { EngineDecision } from '../engine.js';
import { COMBINED } from '../support/combined-headers.js';

/** Several lines of one request-header are one by the time that anything is decided. */
export const combinedRequestHeaders: EngineDecision = {
  id: 'combined-request-headers',
  what: 'Lines of one name that the page sets are joined by ", " before they are judged; the standard judges each line.',
  source: 'third_party/blink/renderer/core/fetch/fetch_header_list.cc; measured with Chromium 156',
  scenario: 'combined-request-headers',
  behaviour: COMBINED,
};
