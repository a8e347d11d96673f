import { RULES } from './index.generated.js';

export { RULES };
export * from './context.js';
export * from './problems.js';
export * from './rule.js';

/** The id of a root cause. */
export type RuleId = keyof typeof RULES;
