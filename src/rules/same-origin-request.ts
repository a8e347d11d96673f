import { isSameOrigin, parseUrl } from '../protocol/index.js';
import { defineRule } from './rule.js';

/** Page and URL have the same origin: CORS plays no part. */
export const rule = defineRule({
  id: 'same-origin-request',
  when: 'always',
  check(context) {
    const url = parseUrl(context.request.url);
    if (!url || !isSameOrigin(context.origin, url)) return null;
    // A redirect away brings CORS back in.
    if (context.outcome.response !== null && context.outcome.response.type !== 'basic') return null;
    if (context.outcome.failure !== null && context.exchanges.length > 1) return null;
    return {
      role: 'advice',
      confidence: 'certain',
      side: 'page',
      args: { origin: context.origin },
      evidence: [{ kind: 'page', what: 'page and URL have the origin', value: context.origin }],
    };
  },
});
