import { DEFAULT_MAX_AGE, extractMaxAge, getHeader } from '../protocol/index.js';
import { headersOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

/**
 * A good preflight that browsers hardly keep: without Access-Control-Max-Age, or
 * with one that is 0 or no number, nearly every call is two.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 ("max-age")
 */
export const rule = defineRule({
  id: 'max-age-missing',
  when: 'allowed',
  check(context) {
    if (!context.preflight) return null;
    const exchange = context.preflight.index;
    const headers = headersOf(context, exchange);
    const seconds = extractMaxAge(headers);
    if (typeof seconds === 'number' && seconds > DEFAULT_MAX_AGE) return null;
    return {
      role: 'advice',
      confidence: 'certain',
      side: 'server',
      args: {
        seconds: typeof seconds === 'number' ? seconds : DEFAULT_MAX_AGE,
        sent: getHeader(headers, 'access-control-max-age'),
      },
      evidence: headerEvidence(context, exchange, 'access-control-max-age'),
    };
  },
});
