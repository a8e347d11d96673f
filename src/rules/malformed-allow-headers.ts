import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['allow-headers-malformed'] as const;

/** Access-Control-Allow-Headers is no comma-separated list of names: the whole preflight fails. */
export const rule = defineRule({
  id: 'malformed-allow-headers',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: {
        value: problem.details.value ?? '',
        names: context.preflight?.needs.headerNames ?? [],
      },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-headers'),
    };
  },
});
