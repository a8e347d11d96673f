import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** The server presents a certificate whose validity is over. */
export const rule = defineRule({
  id: 'certificate-expired',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['certificate-expired'], 'server'),
});
