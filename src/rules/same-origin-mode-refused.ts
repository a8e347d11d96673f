import { problemOf } from './context.js';
import { defineRule } from './rule.js';

const CODES = ['same-origin-mode'] as const;

/** `mode: "same-origin"` to another origin. https://fetch.spec.whatwg.org/#concept-main-fetch */
export const rule = defineRule({
  id: 'same-origin-mode-refused',
  when: CODES,
  check(context) {
    if (!problemOf(context, CODES)) return null;
    return {
      confidence: 'certain',
      side: 'page',
      args: { origin: context.origin },
      evidence: [{ kind: 'page', what: 'mode', value: 'same-origin' }],
    };
  },
});
