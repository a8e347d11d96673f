import { problemOf } from './context.js';
import { defineRule } from './rule.js';

const CODES = ['url-unparsable', 'scheme-not-http', 'url-includes-credentials'] as const;

/** The URL itself is one that fetch() cannot call across origins. */
export const rule = defineRule({
  id: 'url-not-fetchable',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    const why =
      problem.code === 'url-unparsable'
        ? 'unparsable'
        : problem.code === 'scheme-not-http'
          ? 'scheme'
          : 'credentials';
    return {
      confidence: 'certain',
      side: 'page',
      args: { url: context.request.url, why },
      evidence: [{ kind: 'page', what: 'it asks', value: context.request.url }],
    };
  },
});
