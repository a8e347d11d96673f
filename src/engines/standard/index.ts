import { defineEngine } from '../engine.js';

/** the Fetch Standard. */
export const standard = defineEngine('standard', 'the Fetch Standard', [], {
  consoleLines: () => [],
  failureName: () => null,
});
