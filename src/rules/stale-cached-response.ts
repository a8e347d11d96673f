import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { cacheHit } from './support/cache.js';

const CODES = [
  'allow-origin-missing',
  'allow-origin-mismatch',
  'invalid-allow-origin-value',
] as const;

/** The refused response came out of a cache, where it was put for another origin or for none. */
export const rule = defineRule({
  id: 'stale-cached-response',
  when: CODES,
  supersedes: [
    'other-origin-allowed',
    'no-cors-headers',
    'cors-on-other-paths-or-methods',
    'origin-not-on-the-allow-list',
    'response-lacks-allow-origin',
  ],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    const hits = cacheHit(context, problem.exchange);
    if (hits.length === 0) return null;
    const allowed = problem.details.value ?? null;
    return {
      confidence: allowed === null ? 'possible' : 'likely',
      side: 'proxy',
      args: { allowed, origin: context.origin },
      evidence: [
        ...hits,
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
        ...headerEvidence(context, problem.exchange, 'vary'),
      ],
    };
  },
});
