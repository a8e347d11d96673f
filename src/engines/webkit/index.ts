import { defineEngine } from '../engine.js';

/** WebKit. */
export const webkit = defineEngine('webkit', 'WebKit', [], {
  consoleLines: () => [],
  failureName: () => null,
});
