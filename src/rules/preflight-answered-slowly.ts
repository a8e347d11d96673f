import { defineRule } from './rule.js';

/** Milliseconds from which people notice. https://www.nngroup.com/articles/response-times-3-important-limits/ */
const SLOW = 500;
/** Characters of body that are more than a word of courtesy. */
const LONG = 1_024;

/** A good preflight that is slow, or brings a body that nobody reads. */
export const rule = defineRule({
  id: 'preflight-answered-slowly',
  when: 'allowed',
  check(context) {
    const meta = context.preflight?.seen.meta;
    if (!context.preflight || !meta) return null;
    const slow = (meta.timings.firstByte ?? 0) - (meta.timings.connect ?? 0) > SLOW;
    const length = meta.bodyStart?.length ?? 0;
    if (!slow && length <= LONG) return null;
    const exchange = context.preflight.index;
    return {
      confidence: 'certain',
      side: 'server',
      args: { slow, milliseconds: Math.round(meta.timings.total), length },
      evidence: [
        {
          kind: 'page',
          what: `answer to request ${exchange + 1}`,
          value: `${Math.round(meta.timings.total)} ms, ${length} characters of body`,
        },
      ],
    };
  },
});
