import { getHeader, parseTokenList } from '../protocol/index.js';
import { headersOf, problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['header-not-allowed', 'method-not-allowed'] as const;
const LISTS = ['access-control-allow-headers', 'access-control-allow-methods'] as const;

/**
 * `*` in Allow-Methods or Allow-Headers is a name like any other when the
 * request has credentials. https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
 */
export const rule = defineRule({
  id: 'wildcard-literal-with-credentials',
  when: CODES,
  supersedes: ['headers-not-allowed', 'method-not-allowed'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || context.request.credentials !== 'include') return null;
    const headers = headersOf(context, problem.exchange);
    const starred = LISTS.filter((name) =>
      parseTokenList(getHeader(headers, name) ?? '')?.includes('*'),
    );
    if (starred.length === 0) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: {
        lists: starred,
        method: context.preflight?.needs.method ?? context.request.method,
        names: context.preflight?.needs.headerNames ?? [],
      },
      evidence: starred.flatMap((name) => headerEvidence(context, problem.exchange, name)),
    };
  },
});
