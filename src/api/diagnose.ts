/**
 * A live diagnosis: makes a call as browsers make it and says whether they would let the page
 * have the answer, why not, and what causes it. For Node.
 *
 * Only GET, HEAD and OPTIONS are sent unless `send: true`; a GET stands in for a request with
 * side effects, and the report says so.
 *
 * @example
 * ```js
 * import { diagnose } from 'whycors/diagnose';
 * import { describeCause } from 'whycors/reporters';
 *
 * const report = await diagnose({
 *   url: 'https://api.example.com/orders',
 *   method: 'PUT',
 *   headers: { 'Content-Type': 'application/json' },
 *   origin: 'https://app.example.com',
 * });
 * console.log(report.verdict); // blocked
 * for (const cause of report.causes) console.log(cause.rule, describeCause(cause).change);
 * ```
 */
export { diagnose } from './live-diagnosis.js';
export type { DiagnoseOptions } from './diagnose-options.js';
export { InputError } from './input-error.js';
export type { InputProblem } from '../inputs/index.js';
export type { EngineName } from '../engines/index.js';
export type { Cause, Evidence, Observation } from '../evidence/index.js';
export type { FetchRequest, Outcome } from '../protocol/index.js';
export type {
  EngineResult,
  ExperimentResult,
  NotSeen,
  Report,
  Verdict,
} from '../reporters/report.js';
