import { defineEngine } from '../engine.js';

/** Chromium. */
export const chromium = defineEngine('chromium', 'Chromium', [], {
  consoleLines: () => [],
  failureName: () => null,
});
