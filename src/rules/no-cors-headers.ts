import { hasHeader } from '../protocol/index.js';
import { headersOf, problemOf, statusOf } from './context.js';
import { headerEvidence, statusEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { corsElsewhere, hasCorsTraces, preflightPassed } from './support/cors-seen.js';

const CODES = ['allow-origin-missing'] as const;

/** A server that takes no part in the CORS protocol: not here, and not where it was looked for. */
export const rule = defineRule({
  id: 'no-cors-headers',
  when: CODES,
  experiments: () => ['root-get', 'get'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || preflightPassed(context)) return null;
    if (hasCorsTraces(headersOf(context, problem.exchange)) || corsElsewhere(context).length > 0) {
      return null;
    }
    const looked = [...context.experiments.keys()].filter(
      (id) =>
        statusOf(context, id) !== null &&
        !hasHeader(headersOf(context, id), 'access-control-allow-origin'),
    );
    return {
      confidence: looked.length > 0 ? 'certain' : 'likely',
      side: 'server',
      args: { origin: context.origin, credentials: context.request.credentials === 'include' },
      evidence: [
        ...statusEvidence(context, problem.exchange),
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
        ...looked.flatMap((id) => headerEvidence(context, id, 'access-control-allow-origin')),
      ],
    };
  },
});
