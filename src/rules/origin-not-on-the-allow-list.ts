import { headersOf, problemOf, statusOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { hasCorsTraces } from './support/cors-seen.js';

const CODES = ['allow-origin-missing'] as const;

/** The server runs the CORS protocol and stays silent for this origin: it is not on its list. */
export const rule = defineRule({
  id: 'origin-not-on-the-allow-list',
  when: CODES,
  supersedes: ['no-cors-headers', 'cors-on-other-paths-or-methods'],
  experiments: () => ['root-get'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || !hasCorsTraces(headersOf(context, problem.exchange))) return null;
    return {
      confidence: 'likely',
      side: 'server',
      args: { origin: context.origin, status: statusOf(context, problem.exchange) },
      evidence: [
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
        ...['vary', 'access-control-allow-methods', 'access-control-allow-credentials'].flatMap(
          (name) =>
            headerEvidence(context, problem.exchange, name).filter(({ kind }) => kind === 'header'),
        ),
      ],
    };
  },
});
