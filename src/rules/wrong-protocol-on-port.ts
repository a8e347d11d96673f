import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** http was spoken to a TLS port, https to a plain one, or the server is none for HTTP. */
export const rule = defineRule({
  id: 'wrong-protocol-on-port',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['not-http', 'not-tls', 'tls-failed'], 'page'),
});
