import { problemOf, statusOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { isOfPreflight, preflightPassed } from './support/cors-seen.js';

const CODES = ['allow-origin-missing'] as const;

/** The preflight is fine, the response to the request itself has no Allow-Origin. */
export const rule = defineRule({
  id: 'response-lacks-allow-origin',
  when: CODES,
  supersedes: ['origin-not-on-the-allow-list'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || isOfPreflight(context, problem) || !context.preflight) return null;
    if (!preflightPassed(context) || (statusOf(context, problem.exchange) ?? 0) >= 400) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { origin: context.origin, method: context.request.method },
      evidence: [
        ...headerEvidence(context, context.preflight.index, 'access-control-allow-origin'),
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
      ],
    };
  },
});
