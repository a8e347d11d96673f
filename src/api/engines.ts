/**
 * What Chromium, Firefox and WebKit do otherwise than the Fetch Standard, and what they print.
 * For Node and for browsers; take the engines by name where the size of a bundle matters.
 *
 * @example
 * ```js
 * import { ENGINES, webkit } from 'whycors/engines';
 *
 * console.log(Object.keys(ENGINES).join(' ')); // standard chromium firefox webkit
 * console.log(webkit.title); // WebKit
 * ```
 */
export { chromium } from '../engines/chromium/index.js';
export { firefox } from '../engines/firefox/index.js';
export { ENGINES } from '../engines/index.js';
export { standard } from '../engines/standard/index.js';
export { webkit } from '../engines/webkit/index.js';
export {
  ENGINE_NAMES,
  type Engine,
  type EngineDecision,
  type EngineName,
  type EngineWords,
} from '../engines/engine.js';
