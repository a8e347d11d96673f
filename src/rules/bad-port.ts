import { parseUrl } from '../protocol/index.js';
import { problemOf } from './context.js';
import { defineRule } from './rule.js';

const CODES = ['bad-port'] as const;

/** A port that browsers never call. https://fetch.spec.whatwg.org/#port-blocking */
export const rule = defineRule({
  id: 'bad-port',
  when: CODES,
  check(context) {
    if (!problemOf(context, CODES)) return null;
    const url = context.outcome.failure?.url ?? context.request.url;
    return {
      confidence: 'certain',
      side: 'page',
      args: { port: parseUrl(url)?.port ?? '' },
      evidence: [{ kind: 'page', what: 'it asks', value: url }],
    };
  },
});
