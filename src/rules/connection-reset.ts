import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** The connection was reset before a response came. */
export const rule = defineRule({
  id: 'connection-reset',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['connection-reset'], 'network'),
});
