import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** DNS has no address for the host. */
export const rule = defineRule({
  id: 'host-not-found',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['host-not-found'], 'network'),
});
