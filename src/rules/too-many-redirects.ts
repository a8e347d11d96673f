import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['too-many-redirects'] as const;

/** More redirects than browsers follow. https://fetch.spec.whatwg.org/#http-redirect-fetch ("redirect count") */
export const rule = defineRule({
  id: 'too-many-redirects',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    const urls = new Set(context.exchanges.map(({ request }) => request.url));
    return {
      confidence: 'certain',
      side: 'server',
      args: { urls: urls.size, url: context.request.url },
      evidence: headerEvidence(context, problem.exchange, 'location'),
    };
  },
});
