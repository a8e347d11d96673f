import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { originDifference } from './support/origin-difference.js';

const CODES = ['allow-origin-mismatch', 'invalid-allow-origin-value'] as const;

/** Access-Control-Allow-Origin names an origin, and it is not this page's: which part differs. */
export const rule = defineRule({
  id: 'other-origin-allowed',
  when: CODES,
  experiments: () => ['other-origin'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    const allowed = problem.details.value ?? '';
    const expected = problem.details.expected ?? context.origin;
    return {
      confidence: 'certain',
      side: 'server',
      args: { allowed, origin: expected, part: originDifference(allowed, expected) },
      evidence: [
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
        ...(context.experiments.has('other-origin')
          ? headerEvidence(context, 'other-origin', 'access-control-allow-origin')
          : []),
      ],
    };
  },
});
