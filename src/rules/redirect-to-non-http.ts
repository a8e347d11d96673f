import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['redirect-scheme-not-http'] as const;

/** A redirect leads to a URL that is neither http nor https. https://fetch.spec.whatwg.org/#http-redirect-fetch */
export const rule = defineRule({
  id: 'redirect-to-non-http',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { location: problem.details.location ?? '' },
      evidence: headerEvidence(context, problem.exchange, 'location'),
    };
  },
});
