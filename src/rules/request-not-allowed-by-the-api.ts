import { problemOf } from './context.js';
import { defineRule } from './rule.js';

const CODES = [
  'method-forbidden',
  'method-invalid',
  'no-cors-method',
  'header-name-invalid',
  'header-value-invalid',
  'body-with-get-or-head',
] as const;

/** fetch() or XMLHttpRequest throw at once. https://fetch.spec.whatwg.org/#dom-request */
export const rule = defineRule({
  id: 'request-not-allowed-by-the-api',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'certain',
      side: 'page',
      args: { code: problem.code, what: problem.details.method ?? problem.details.name ?? '' },
      evidence: [{ kind: 'page', what: 'method', value: context.request.method }],
    };
  },
});
