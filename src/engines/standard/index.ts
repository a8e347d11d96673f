import { defineEngine } from '../engine.js';

/** the Fetch Standard. */
export const standard = /* @__PURE__ */ defineEngine('standard', 'the Fetch Standard', [], {
  consoleLines: () => [],
  failureName: () => null,
});
