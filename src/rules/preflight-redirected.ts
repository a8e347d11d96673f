import { getHeader, parseUrl } from '../protocol/index.js';
import { headersOf, problemOf } from './context.js';
import { headerEvidence, statusEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { redirectKind } from './support/redirect-kind.js';

const CODES = ['preflight-redirect'] as const;

/**
 * The preflight is answered with a redirect, which the CORS-preflight fetch does
 * not follow. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export const rule = defineRule({
  id: 'preflight-redirected',
  when: CODES,
  supersedes: ['no-cors-headers', 'cors-on-other-paths-or-methods', 'origin-not-on-the-allow-list'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || !context.preflight) return null;
    const from = context.preflight.seen.request.url;
    const location = getHeader(headersOf(context, problem.exchange), 'location') ?? '';
    const to = parseUrl(location, from);
    return {
      role: 'blocks',
      confidence: 'certain',
      side: 'server',
      args: {
        status: problem.details.status ?? 0,
        location,
        target: to?.href ?? null,
        kind: to === null ? 'other' : redirectKind(from, to),
      },
      evidence: [
        ...statusEvidence(context, problem.exchange),
        ...headerEvidence(context, problem.exchange, 'location'),
      ],
    };
  },
});
