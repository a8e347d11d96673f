import { problemOf, statusOf } from './context.js';
import { headerEvidence, statusEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { isOfPreflight } from './support/cors-seen.js';

const CODES = ['preflight-status-not-ok', 'allow-origin-missing'] as const;
const STATUSES: ReadonlySet<number> = new Set([404, 405, 410, 501]);

/** The application has no answer for OPTIONS: its own 404, 405 or 501 comes back. */
export const rule = defineRule({
  id: 'preflight-not-routed',
  when: CODES,
  supersedes: ['no-cors-headers', 'cors-on-other-paths-or-methods', 'origin-not-on-the-allow-list'],
  experiments: () => ['request-itself'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || !isOfPreflight(context, problem)) return null;
    const status = statusOf(context, problem.exchange);
    if (status === null || !STATUSES.has(status)) return null;
    return {
      role: context.outcome.failure?.during === 'preflight' ? 'blocks' : 'blocks-next',
      confidence: status === 405 || status === 501 ? 'certain' : 'likely',
      side: 'server',
      args: { status, method: context.request.method },
      evidence: [
        ...statusEvidence(context, problem.exchange),
        ...headerEvidence(context, problem.exchange, 'allow').filter(
          ({ kind }) => kind === 'header',
        ),
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
      ],
    };
  },
});
