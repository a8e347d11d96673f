import { problemOf } from './context.js';
import { defineRule } from './rule.js';

const CODES = ['no-cors-redirect-mode'] as const;

/** `no-cors` with a redirect mode other than "follow". https://fetch.spec.whatwg.org/#concept-main-fetch */
export const rule = defineRule({
  id: 'no-cors-with-redirect-mode',
  when: CODES,
  check(context) {
    if (!problemOf(context, CODES)) return null;
    return {
      confidence: 'certain',
      side: 'page',
      args: { redirect: context.request.redirect },
      evidence: [{ kind: 'page', what: 'redirect', value: context.request.redirect }],
    };
  },
});
