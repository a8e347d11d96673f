import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** The response breaks the rules of HTTP, so browsers drop it. */
export const rule = defineRule({
  id: 'malformed-http-response',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['malformed-response'], 'server'),
});
