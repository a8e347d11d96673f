import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['cross-origin-resource-policy'] as const;

/** Cross-Origin-Resource-Policy keeps a no-cors response away. https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header */
export const rule = defineRule({
  id: 'cross-origin-resource-policy-blocks',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { value: problem.details.value ?? '' },
      evidence: headerEvidence(context, problem.exchange, 'cross-origin-resource-policy'),
    };
  },
});
