import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['redirect-mode-error'] as const;

/** The page asked for `redirect: "error"` and the server redirects. https://fetch.spec.whatwg.org/#concept-request-redirect-mode */
export const rule = defineRule({
  id: 'redirect-refused-by-page',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'page',
      args: { location: problem.details.location ?? null },
      evidence: headerEvidence(context, problem.exchange, 'location'),
    };
  },
});
