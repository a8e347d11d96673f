import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['header-not-allowed'] as const;

/**
 * `Access-Control-Allow-Headers: *` does not cover Authorization.
 * https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
 */
export const rule = defineRule({
  id: 'authorization-under-wildcard',
  when: CODES,
  supersedes: ['headers-not-allowed'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || context.request.credentials === 'include') return null;
    const { names, value } = problem.details;
    if (
      !names?.includes('authorization') ||
      !value?.split(',').some((item) => item.trim() === '*')
    ) {
      return null;
    }
    return {
      confidence: 'certain',
      side: 'server',
      args: { allowed: value },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-headers'),
    };
  },
});
