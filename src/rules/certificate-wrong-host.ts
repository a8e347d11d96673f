import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** None of the names in the certificate is the host that was called. */
export const rule = defineRule({
  id: 'certificate-wrong-host',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['certificate-wrong-host'], 'server'),
});
