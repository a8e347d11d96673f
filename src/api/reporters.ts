/**
 * Reports for people and programs. Secrets are masked unless `showSecrets`, and what servers
 * send is escaped, so that it can go to a terminal.
 *
 * @example
 * ```js
 * import { diagnose } from 'whycors/diagnose';
 * import { renderText } from 'whycors/reporters';
 *
 * const report = await diagnose({
 *   url: 'https://api.example.com/orders',
 *   origin: 'https://app.example.com',
 * });
 * console.log(renderText(report, { colour: false, width: 80 }));
 * ```
 */
export {
  describeCause,
  renderJson,
  renderText,
  toJson,
  type RenderOptions,
  type TextOptions,
} from './render.js';
export { explainRule, ruleIds } from './explain-rule.js';
export { escapeControls } from '../reporters/escape.js';
export { createMasker, MASK, type Masker } from '../reporters/mask.js';
export { stringifyJson } from '../reporters/json/stringify.js';
export type { CauseWords } from '../reporters/wording/wording.js';
