/**
 * The causes behind an outcome, found from what was seen: pure, for Node and for browsers.
 * The words for people are in `whycors/reporters`.
 *
 * @example
 * ```js
 * import { fetchAsPage, fetchRequest } from 'whycors/protocol';
 * import { findCauses } from 'whycors/causes';
 * import { chromium } from 'whycors/engines';
 *
 * const request = fetchRequest('https://api.example.com/orders', { credentials: 'include' });
 * const origin = 'https://app.example.com';
 * const { behaviour } = chromium;
 * const outcome = await fetchAsPage(request, {
 *   origin,
 *   behaviour,
 *   answer: () => ({ status: 200, headers: [['Access-Control-Allow-Origin', '*']] }),
 * });
 * const { causes } = findCauses({ request, origin, behaviour, outcome });
 * console.log(causes[0].rule); // wildcard-with-credentials
 * ```
 */
export {
  diagnose as findCauses,
  experimentRequest,
  wantedExperiments,
  type Diagnosis,
  type Observed,
} from '../diagnose/index.js';
export type {
  Cause,
  CauseArgs,
  CauseRole,
  CauseValue,
  Confidence,
  Evidence,
  ExchangeMeta,
  ExchangeRef,
  ExperimentId,
  Observation,
  Side,
} from '../evidence/index.js';
export type { Problem, RuleId } from '../rules/index.js';
