import { getHeader } from '../protocol/index.js';
import { headersOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

/** Names that pages are known to read; transport headers would only be noise. */
const USEFUL =
  /^(x-(?!powered-by|frame-options|content-type-options|xss-protection|cache|served-by|dns-prefetch-control|robots-tag|download-options|permitted-cross).*|link|location|etag|retry-after|content-disposition|content-range|ratelimit.*|authorization|server-timing|request-id|traceparent)$/;

/**
 * The call is allowed, and the response has headers that the page cannot read.
 * https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
 */
export const rule = defineRule({
  id: 'response-header-not-exposed',
  when: 'allowed',
  check(context) {
    const { response } = context.outcome;
    if (response?.type !== 'cors' || !context.response) return null;
    const names = response.hidden.filter((name) => USEFUL.test(name));
    if (names.length === 0) return null;
    const exchange = context.response.index;
    const exposed = getHeader(headersOf(context, exchange), 'access-control-expose-headers');
    const include = context.request.credentials === 'include';
    return {
      confidence: 'certain',
      side: 'server',
      args: { names, exposed, wildcardIsLiteral: include && exposed === '*' },
      evidence: [
        ...names.flatMap((name) => headerEvidence(context, exchange, name)),
        ...headerEvidence(context, exchange, 'access-control-expose-headers'),
      ],
    };
  },
});
