import { parseTokenList } from '../protocol/index.js';
import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['method-not-allowed'] as const;

/**
 * The method is listed in another case. Methods are case-sensitive, and `patch`
 * is not normalized. https://fetch.spec.whatwg.org/#concept-method-normalize
 */
export const rule = defineRule({
  id: 'method-case-differs',
  when: CODES,
  supersedes: ['method-not-allowed'],
  check(context) {
    const problem = problemOf(context, CODES);
    const { method, value } = problem?.details ?? {};
    if (!problem || method === undefined || !value) return null;
    const upper = method.toUpperCase();
    const listed = parseTokenList(value)?.find((item) => item.toUpperCase() === upper);
    if (listed === undefined) return null;
    return {
      confidence: 'certain',
      side: 'page',
      args: { method, listed },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-methods'),
    };
  },
});
