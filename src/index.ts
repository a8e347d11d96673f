/**
 * whycors as a library: the functions that most programs need. Each subpath
 * (`whycors/diagnose`, `whycors/simulate`, `whycors/policy`, …) has the types beside them, and more.
 */
export { diagnose, InputError, type DiagnoseOptions, type Report } from './api/diagnose.js';
export { derivePolicy, readPolicy, validatePolicy, type CorsPolicy } from './api/policy.js';
export { describeCause, explainRule, renderJson, renderText } from './api/reporters.js';
export { simulate, type Scenario, type SimulationRecord } from './api/simulate.js';
export { emitPolicy, findTarget } from './api/targets.js';
