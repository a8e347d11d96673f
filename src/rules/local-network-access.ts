import { parseUrl } from '../protocol/index.js';
import { defineRule } from './rule.js';
import { addressSpace } from './support/address-space.js';

/**
 * A public page asks an address in the local network or on the machine itself.
 * https://wicg.github.io/local-network-access/
 */
export const rule = defineRule({
  id: 'local-network-access',
  when: 'always',
  check(context) {
    const page = parseUrl(context.origin);
    const target = parseUrl(context.request.url);
    if (!page || !target || page.origin === target.origin) return null;
    const last = context.exchanges[context.exchanges.length - 1];
    const to = addressSpace(target.hostname, last?.meta?.remoteAddress);
    if (to !== 'local' && to !== 'loopback') return null;
    const from = addressSpace(page.hostname, undefined);
    if (from === 'local' || from === 'loopback') return null;
    return {
      confidence: 'likely',
      side: 'browser',
      args: { host: target.host, space: to, secure: page.protocol === 'https:' },
      evidence: [
        { kind: 'page', what: 'the page is at', value: context.origin },
        { kind: 'page', what: 'it asks', value: target.host },
      ],
    };
  },
});
