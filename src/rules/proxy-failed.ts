import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** A proxy that was asked for is unreachable or refuses. */
export const rule = defineRule({
  id: 'proxy-failed',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['proxy-failed'], 'network'),
});
