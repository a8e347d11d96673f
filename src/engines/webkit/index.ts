import { defineEngine } from '../engine.js';
import { mixedContentLoopback } from './mixed-content-loopback.js';

/** WebKit as in WebKitGTK; what WebCore decides is Safari's, too. */
export const webkit = defineEngine('webkit', 'WebKit', [mixedContentLoopback, { id: 'combined-request-headers', what: '', source: '', scenario: '', behaviour: { combinesRequestHeaders: true } }], {
  consoleLines: () => [],
  failureName: () => null,
});
