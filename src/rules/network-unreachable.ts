import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** No route leads to the host. */
export const rule = defineRule({
  id: 'network-unreachable',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['network-unreachable'], 'network'),
});
