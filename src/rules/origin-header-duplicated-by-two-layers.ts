import { getAllHeaders, nameIs } from '../protocol/index.js';
import { headersOf, problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['multiple-allow-origin-values'] as const;

/** Two lines of Access-Control-Allow-Origin: most often the application and a proxy each add one. */
export const rule = defineRule({
  id: 'origin-header-duplicated-by-two-layers',
  when: CODES,
  experiments: () => ['without-origin'],
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    const headers = headersOf(context, problem.exchange);
    const sent = headers.filter(([name]) => nameIs(name, 'access-control-allow-origin'));
    if (sent.length < 2) return null;
    const casing = new Set(sent.map(([name]) => name)).size > 1;
    const values = getAllHeaders(headers, 'access-control-allow-origin');
    const differ = new Set(values).size > 1;
    const proxied = headers.some(([name]) => nameIs(name, 'via') || nameIs(name, 'x-cache'));
    const layers = casing || differ || proxied;
    return {
      confidence: casing || differ ? 'certain' : 'likely',
      side: layers ? 'proxy' : 'server',
      args: { values, layers, casing },
      evidence: [
        ...headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
        ...headers
          .filter(([name]) => nameIs(name, 'via') || nameIs(name, 'server'))
          .map(([name, value]) => ({
            kind: 'header' as const,
            exchange: problem.exchange,
            name,
            value,
          })),
      ],
    };
  },
});
