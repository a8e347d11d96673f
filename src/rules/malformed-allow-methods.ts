import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['allow-methods-malformed'] as const;

/** Access-Control-Allow-Methods is no comma-separated list of methods: the whole preflight fails. */
export const rule = defineRule({
  id: 'malformed-allow-methods',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { value: problem.details.value ?? '', method: context.request.method },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-methods'),
    };
  },
});
