import { getHeader, OPAQUE_ORIGIN } from '../protocol/index.js';
import { headersOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';
import { cacheOnTheWay } from './support/cache.js';

/**
 * The response names this origin, a cache may keep it, and nothing tells the
 * cache that it is for this origin only.
 * https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
 */
export const rule = defineRule({
  id: 'vary-origin-missing',
  when: 'allowed',
  check(context) {
    if (!context.response) return null;
    const exchange = context.response.index;
    const headers = headersOf(context, exchange);
    const allowed = getHeader(headers, 'access-control-allow-origin');
    if (allowed === null || allowed === '*' || allowed === OPAQUE_ORIGIN) return null;
    const vary = getHeader(headers, 'vary');
    if (vary !== null && /(^|[\s,])(origin|\*)($|[\s,])/i.test(vary)) return null;
    const caches = cacheOnTheWay(context, exchange);
    if (caches.length === 0) return null;
    return {
      confidence: 'likely',
      side: 'server',
      args: { allowed },
      evidence: [
        ...headerEvidence(context, exchange, 'access-control-allow-origin'),
        ...headerEvidence(context, exchange, 'vary'),
        ...caches,
      ],
    };
  },
});
