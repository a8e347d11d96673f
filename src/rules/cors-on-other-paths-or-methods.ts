import { parseUrl } from '../protocol/index.js';
import { problemOf, statusOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { corsElsewhere, preflightPassed } from './support/cors-seen.js';

const CODES = ['allow-origin-missing'] as const;

/** The same server does answer with CORS headers, for another path or another method. */
export const rule = defineRule({
  id: 'cors-on-other-paths-or-methods',
  when: CODES,
  supersedes: ['no-cors-headers'],
  experiments: () => ['root-get', 'get', 'simple-preflight'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem || preflightPassed(context)) return null;
    // An error page is a cause of its own.
    if ((statusOf(context, problem.exchange) ?? 0) >= 400) return null;
    const found = corsElsewhere(context);
    if (found.length === 0) return null;
    const same = found.filter((id) => id === 'get' || id === 'simple-preflight' || id === 'again');
    return {
      confidence: 'certain',
      side: 'server',
      args: {
        path: parseUrl(context.request.url)?.pathname ?? context.request.url,
        method: context.request.method,
        where: same.length > 0 ? 'method' : 'path',
      },
      evidence: [
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
        ...found.flatMap((id) => headerEvidence(context, id, 'access-control-allow-origin')),
      ],
    };
  },
});
