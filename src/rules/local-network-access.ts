import type { Evidence } from '../evidence/index.js';
import { addressSpace, parseUrl, type UrlRecord } from '../protocol/index.js';
import type { RuleContext } from './context.js';
import { defineRule } from './rule.js';

/**
 * A public page asks an address in the local network or on the machine itself.
 * https://wicg.github.io/local-network-access/
 */
export const rule = defineRule({
  id: 'local-network-access',
  when: 'always',
  check(context) {
    const { failure } = context.outcome;
    const refused = failure?.step === 'local-network-access-check' ? failure : null;
    const target = parseUrl(refused?.url ?? context.request.url);
    if (target === null) return null;
    if (refused !== null) {
      const space = refused.details.value ?? 'unknown';
      const secure = refused.code === 'local-network-permission-denied';
      const args = { host: target.host, space, secure };
      return {
        role: 'blocks',
        confidence: 'certain',
        side: 'browser',
        args,
        evidence: at(context, target),
      };
    }
    const page = parseUrl(context.origin);
    if (page === null || page.origin === target.origin) return null;
    const last = context.exchanges[context.exchanges.length - 1];
    const space = addressSpace(target.hostname, last?.meta?.remoteAddress);
    if (space !== 'local' && space !== 'loopback') return null;
    const from = addressSpace(page.hostname, undefined);
    if (from === 'local' || from === 'loopback') return null;
    const args = { host: target.host, space, secure: page.protocol === 'https:' };
    return { confidence: 'likely', side: 'browser', args, evidence: at(context, target) };
  },
});

function at({ origin }: RuleContext, target: UrlRecord): Evidence[] {
  return [
    { kind: 'page', what: 'the page is at', value: origin },
    { kind: 'page', what: 'it asks', value: target.host },
  ];
}
