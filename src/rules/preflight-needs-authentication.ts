import { getHeader } from '../protocol/index.js';
import { headersOf, problemOf, statusOf } from './context.js';
import { headerEvidence, statusEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { isOfPreflight } from './support/cors-seen.js';

const CODES = ['preflight-status-not-ok', 'allow-origin-missing', 'preflight-redirect'] as const;
const LOGIN = /\b(log-?in|sign-?in|sso|auth|oauth2?|saml|account)\b/i;

/** An auth layer answers the preflight, which never carries credentials: 401, 403, 407 or a redirect to a login page. */
export const rule = defineRule({
  id: 'preflight-needs-authentication',
  when: CODES,
  supersedes: [
    'no-cors-headers',
    'cors-on-other-paths-or-methods',
    'origin-not-on-the-allow-list',
    'preflight-redirected',
  ],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || !isOfPreflight(context, problem)) return null;
    const status = statusOf(context, problem.exchange);
    if (status === null) return null;
    const location = getHeader(headersOf(context, problem.exchange), 'location');
    const login = status >= 300 && status < 400 && location !== null && LOGIN.test(location);
    if (!login && status !== 401 && status !== 403 && status !== 407) return null;
    const challenge = getHeader(headersOf(context, problem.exchange), 'www-authenticate');
    return {
      role: 'blocks',
      confidence: status === 401 || status === 407 || challenge !== null ? 'certain' : 'likely',
      side: 'server',
      args: { status, login: login ? location : null },
      evidence: [
        ...statusEvidence(context, problem.exchange),
        ...(challenge === null
          ? []
          : headerEvidence(context, problem.exchange, 'www-authenticate')),
        ...(login ? headerEvidence(context, problem.exchange, 'location') : []),
      ],
    };
  },
});
