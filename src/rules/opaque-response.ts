import { defineRule } from './rule.js';

/** `mode: "no-cors"` gave an opaque response. https://fetch.spec.whatwg.org/#concept-filtered-response-opaque */
export const rule = defineRule({
  id: 'opaque-response',
  when: 'allowed',
  check(context) {
    if (context.outcome.response?.type !== 'opaque') return null;
    return {
      role: 'advice',
      confidence: 'certain',
      side: 'page',
      args: { method: context.request.method },
      evidence: [{ kind: 'page', what: 'mode', value: 'no-cors' }],
    };
  },
});
