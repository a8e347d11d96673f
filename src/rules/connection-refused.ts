import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** The host answers, but nothing listens at the port. */
export const rule = defineRule({
  id: 'connection-refused',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['connection-refused'], 'network'),
});
