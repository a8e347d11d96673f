import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** The certificate is signed with its own key, so nobody vouches for it. */
export const rule = defineRule({
  id: 'certificate-self-signed',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['certificate-self-signed'], 'server'),
});
