import { headersOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { DEFAULT_MAX_AGE, hasHeader } from '../protocol/index.js';

/**
 * A good preflight without Access-Control-Max-Age: the CORS-preflight cache
 * keeps it five seconds only, so nearly every call is two.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 ("max-age")
 */
export const rule = defineRule({
  id: 'max-age-missing',
  when: 'allowed',
  check(context) {
    if (!context.preflight) return null;
    const exchange = context.preflight.index;
    if (hasHeader(headersOf(context, exchange), 'access-control-max-age')) return null;
    return {
      role: 'advice',
      confidence: 'certain',
      side: 'server',
      args: { seconds: DEFAULT_MAX_AGE },
      evidence: headerEvidence(context, exchange, 'access-control-max-age'),
    };
  },
});
