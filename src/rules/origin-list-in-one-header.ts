import { getAllHeaders } from '../protocol/index.js';
import { headersOf, problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['multiple-allow-origin-values'] as const;

/** One header line with a list of origins, where only one may stand. */
export const rule = defineRule({
  id: 'origin-list-in-one-header',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    const lines = getAllHeaders(
      headersOf(context, problem.exchange),
      'access-control-allow-origin',
    );
    if (lines.length !== 1) return null;
    const items = lines[0]!.split(/[\s,]+/).filter((item) => item !== '');
    return {
      confidence: 'certain',
      side: 'server',
      args: { value: lines[0]!, origin: context.origin, listed: items.includes(context.origin) },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
    };
  },
});
