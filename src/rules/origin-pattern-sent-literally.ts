import { getAllHeaders } from '../protocol/index.js';
import { headersOf, problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = [
  'allow-origin-mismatch',
  'invalid-allow-origin-value',
  'multiple-allow-origin-values',
] as const;

/** A pattern or regular expression meant for the server's configuration went out as the header's value. */
export const rule = defineRule({
  id: 'origin-pattern-sent-literally',
  when: CODES,
  supersedes: ['other-origin-allowed', 'origin-list-in-one-header'],
  check(context) {
    const problem = problemOf(context, CODES);
    const value = problem?.details.value;
    if (!problem || !value || value === '*') return null;
    // Two lines are two layers, even when one of them sends `*`.
    const lines = getAllHeaders(
      headersOf(context, problem.exchange),
      'access-control-allow-origin',
    );
    if (lines.length > 1) return null;
    // An asterisk beside something else, or what only a regular expression has.
    if (
      !/\*./.test(value) &&
      !/.\*/.test(value) &&
      !/[\\^$()|[\]]/.test(value.replace(/\[[0-9a-f:]+\]/i, ''))
    ) {
      return null;
    }
    if (/^\*(\s*,\s*\*)+$/.test(value)) return null;
    return {
      confidence: 'certain',
      side: 'server',
      args: { value, origin: context.origin },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
    };
  },
});
