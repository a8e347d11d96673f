import { parseUrl } from '../protocol/index.js';
import { observed, problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = [
  'allow-origin-missing',
  'allow-origin-mismatch',
  'invalid-allow-origin-value',
  'wildcard-origin-with-credentials',
  'preflight-status-not-ok',
] as const;

/** The call was redirected to another origin, and that one refuses. */
export const rule = defineRule({
  id: 'redirect-to-another-origin',
  when: CODES,
  supersedes: [
    'no-cors-headers',
    'cors-on-other-paths-or-methods',
    'null-origin',
    'origin-not-on-the-allow-list',
  ],
  check(context) {
    const problem = problemOf(context, CODES);
    const failed = problem && observed(context, problem.exchange)?.request;
    if (!failed || failed.redirectCount === 0 || typeof problem.exchange !== 'number') return null;
    const before = lastHop(context.exchanges, failed.redirectCount - 1);
    const from = before === null ? null : parseUrl(context.exchanges[before]!.request.url);
    const to = parseUrl(failed.url);
    if (before === null || !from || !to || from.origin === to.origin) return null;
    const sent = failed.headers.find(([name]) => name === 'origin')?.[1] ?? null;
    return {
      confidence: 'certain',
      side: 'server',
      args: {
        from: from.href,
        to: to.href,
        origin: sent,
        tainted: sent === 'null' && context.origin !== 'null',
      },
      evidence: [
        ...headerEvidence(context, before, 'location'),
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
      ],
    };
  },
});

/** The exchange whose response was the redirect to the hop after this one. */
function lastHop(
  exchanges: readonly {
    readonly request: { readonly kind: string; readonly redirectCount: number };
  }[],
  redirectCount: number,
): number | null {
  for (let index = exchanges.length - 1; index >= 0; index--) {
    const { request } = exchanges[index]!;
    if (request.kind === 'request' && request.redirectCount === redirectCount) return index;
  }
  return null;
}
