import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** The connection was closed before a response began. */
export const rule = defineRule({
  id: 'empty-response',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['empty-response'], 'server'),
});
