import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** The response has more header bytes than clients accept. */
export const rule = defineRule({
  id: 'response-headers-too-large',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['headers-too-large'], 'server'),
});
