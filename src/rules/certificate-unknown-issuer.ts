import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** No trusted authority vouches for the certificate, or an intermediate one is missing. */
export const rule = defineRule({
  id: 'certificate-unknown-issuer',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['certificate-unknown-issuer'], 'server'),
});
