export { POLICY_VERSION, policyJson, policyProblemsJson, translationJson } from './json.js';
export type { Translation } from './result.js';
export { policyFailures, policyText, translationText } from './text.js';
