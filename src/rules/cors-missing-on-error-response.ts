import { headersOf, observed, problemOf, statusOf, type RuleContext } from './context.js';
import { headerEvidence, statusEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { corsElsewhere, isOfPreflight, preflightPassed } from './support/cors-seen.js';
import { gatewayOf } from './support/gateway.js';

const CODES = ['allow-origin-missing'] as const;

/** The answer is an error, and the error's page lacks the CORS headers that good answers have. */
export const rule = defineRule({
  id: 'cors-missing-on-error-response',
  when: CODES,
  supersedes: ['no-cors-headers', 'cors-on-other-paths-or-methods', 'origin-not-on-the-allow-list'],
  experiments: () => ['root-get'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || isOfPreflight(context, problem)) return null;
    const status = statusOf(context, problem.exchange);
    if (status === null || status < 400) return null;
    const elsewhere = corsElsewhere(context);
    const known = preflightPassed(context) || elsewhere.length > 0;
    // A good answer without CORS headers, too: then the server simply has none.
    // Errors elsewhere tell nothing, and a server error is the real trouble in any case.
    if (!known && status < 500 && someGoodAnswer(context)) return null;
    const body = observed(context, problem.exchange)?.meta?.bodyStart;
    const gateway = gatewayOf(headersOf(context, problem.exchange), body);
    return {
      confidence: known ? 'certain' : 'likely',
      side: gateway !== null && status >= 500 ? 'proxy' : 'server',
      args: { status, gateway, origin: context.origin },
      evidence: [
        ...statusEvidence(context, problem.exchange),
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
        ...(gateway === null ? [] : headerEvidence(context, problem.exchange, 'server')),
        ...elsewhere.flatMap((id) => headerEvidence(context, id, 'access-control-allow-origin')),
      ],
    };
  },
});

/** Whether an experiment got an answer that is no error. */
function someGoodAnswer(context: RuleContext): boolean {
  return [...context.experiments.keys()].some((id) => (statusOf(context, id) ?? 500) < 400);
}
