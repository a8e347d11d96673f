import { getHeader } from '../protocol/index.js';
import { observed, problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = [
  'allow-origin-missing',
  'allow-origin-mismatch',
  'invalid-allow-origin-value',
] as const;

/** The request's origin is opaque, or a redirect has tainted it: `Origin: null` was sent. */
export const rule = defineRule({
  id: 'null-origin',
  when: CODES,
  supersedes: ['other-origin-allowed', 'origin-not-on-the-allow-list'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    const sent = getHeader(observed(context, problem.exchange)?.request.headers ?? [], 'origin');
    if (sent !== 'null') return null;
    const tainted = context.origin !== 'null';
    if (!tainted && problem.code === 'allow-origin-missing') return null;
    return {
      confidence: 'certain',
      side: tainted ? 'server' : 'page',
      args: { tainted, origin: context.origin, allowed: problem.details.value ?? null },
      evidence: [
        { kind: 'request-header', exchange: problem.exchange, name: 'Origin', value: 'null' },
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
      ],
    };
  },
});
