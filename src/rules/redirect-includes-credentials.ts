import { problemOf } from './context.js';
import { defineRule } from './rule.js';

const CODES = ['redirect-includes-credentials'] as const;

/** A redirect leads to a URL with a user name or password. https://fetch.spec.whatwg.org/#http-redirect-fetch */
export const rule = defineRule({
  id: 'redirect-includes-credentials',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { status: problem.details.status ?? 0 },
      evidence: [
        { kind: 'status', exchange: problem.exchange, status: problem.details.status ?? 0 },
      ],
    };
  },
});
