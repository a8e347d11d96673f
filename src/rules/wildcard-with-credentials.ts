import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['wildcard-origin-with-credentials'] as const;

/**
 * `Access-Control-Allow-Origin: *` on a response to a request whose credentials
 * mode is "include". https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
 */
export const rule = defineRule({
  id: 'wildcard-with-credentials',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { origin: context.origin, initiator: context.request.initiator },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
    };
  },
});
