import { defineEngine } from '../engine.js';

/** Firefox. */
export const firefox = defineEngine('firefox', 'Firefox', [], {
  consoleLines: () => [],
  failureName: () => null,
});
