import { headersOf, observed, problemOf, statusOf } from './context.js';
import { headerEvidence, statusEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { isOfPreflight } from './support/cors-seen.js';
import { gatewayOf } from './support/gateway.js';

const CODES = ['preflight-status-not-ok', 'allow-origin-missing'] as const;

/** The preflight is answered with 5xx, by the application or by a gateway's own page. */
export const rule = defineRule({
  id: 'preflight-server-error',
  when: CODES,
  supersedes: ['no-cors-headers', 'cors-on-other-paths-or-methods', 'origin-not-on-the-allow-list'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || !isOfPreflight(context, problem)) return null;
    const status = statusOf(context, problem.exchange);
    if (status === null || status < 500 || status === 501) return null;
    const body = observed(context, problem.exchange)?.meta?.bodyStart;
    const gateway = gatewayOf(headersOf(context, problem.exchange), body);
    // 502, 503 and 504 are what gateways say when the application does not answer: RFC 9110 section 15.6.
    const byGateway = gateway !== null && status >= 502 && status <= 504;
    return {
      role: 'blocks',
      confidence: 'certain',
      side: byGateway ? 'proxy' : 'server',
      args: { status, gateway: byGateway ? gateway : null },
      evidence: [
        ...statusEvidence(context, problem.exchange),
        ...(gateway === null ? [] : headerEvidence(context, problem.exchange, 'server')),
      ],
    };
  },
});
