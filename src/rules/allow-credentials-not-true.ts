import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['allow-credentials-not-true'] as const;

/** Access-Control-Allow-Credentials is there, but not exactly `true`. */
export const rule = defineRule({
  id: 'allow-credentials-not-true',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    const value = problem?.details.value;
    if (!problem || value === null || value === undefined) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { value, how: difference(value) },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-credentials'),
    };
  },
});

function difference(value: string): 'case' | 'twice' | 'quotes' | 'other' {
  if (value.toLowerCase() === 'true') return 'case';
  if (/^true(\s*,\s*true)+$/i.test(value)) return 'twice';
  return /^["']true["']$/i.test(value) ? 'quotes' : 'other';
}
