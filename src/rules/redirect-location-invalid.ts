import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['redirect-location-invalid'] as const;

/** The redirect's Location cannot be parsed. https://fetch.spec.whatwg.org/#concept-response-location-url */
export const rule = defineRule({
  id: 'redirect-location-invalid',
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
