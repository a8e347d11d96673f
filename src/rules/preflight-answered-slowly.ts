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
    const { connect, tls, firstByte, total } = meta.timings;
    // The timings count from the start, each including those before it: what
    // DNS, TCP and TLS took is not the server's answer.
    const milliseconds = Math.round((firstByte ?? total) - (tls ?? connect ?? 0));
    const slow = milliseconds > SLOW;
    const length = meta.bodyStart?.length ?? 0;
    if (!slow && length <= LONG) return null;
    const exchange = context.preflight.index;
    return {
      confidence: 'certain',
      side: 'server',
      args: { slow, milliseconds, length },
      evidence: [
        {
          kind: 'page',
          what: `answer to request ${exchange + 1}`,
          value: `${milliseconds} ms, ${length} characters of body`,
        },
      ],
    };
  },
});
