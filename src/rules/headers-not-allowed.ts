import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['header-not-allowed'] as const;

/**
 * Request-headers that Access-Control-Allow-Headers of the preflight's response
 * does not list; all of them at once. Authorization under `*` is a rule of its own.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export const rule = defineRule({
  id: 'headers-not-allowed',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { names: problem.details.names ?? [], allowed: problem.details.value ?? null },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-headers'),
    };
  },
});
