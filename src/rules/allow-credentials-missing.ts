import { hasHeader } from '../protocol/index.js';
import { headersOf, problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['allow-credentials-not-true'] as const;

/** The request carries credentials and the response has no Access-Control-Allow-Credentials. */
export const rule = defineRule({
  id: 'allow-credentials-missing',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    if (hasHeader(headersOf(context, problem.exchange), 'access-control-allow-credentials'))
      return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { initiator: context.request.initiator },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-credentials'),
    };
  },
});
