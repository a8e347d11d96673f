import { problemOf } from './context.js';
import { defineRule } from './rule.js';

const CODES = ['mixed-content'] as const;

/** An https page asks an http URL. https://w3c.github.io/webappsec-mixed-content/#should-block-fetch */
export const rule = defineRule({
  id: 'mixed-content',
  when: CODES,
  experiments: () => ['https'],
  check(context) {
    if (!problemOf(context, CODES)) return null;
    return {
      confidence: 'certain',
      side: 'page',
      args: { origin: context.origin, url: context.outcome.failure?.url ?? context.request.url },
      evidence: [
        { kind: 'page', what: 'the page is at', value: context.origin },
        {
          kind: 'page',
          what: 'it asks',
          value: context.outcome.failure?.url ?? context.request.url,
        },
      ],
    };
  },
});
