import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['method-not-allowed'] as const;

/** Access-Control-Allow-Methods of the preflight's response does not list the method. */
export const rule = defineRule({
  id: 'method-not-allowed',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { method: problem.details.method ?? '', allowed: problem.details.value ?? null },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-methods'),
    };
  },
});
