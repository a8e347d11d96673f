import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** The certificate was revoked or is otherwise invalid. */
export const rule = defineRule({
  id: 'certificate-not-trusted',
  when: ['network-failure'],
  check: (context) =>
    networkFinding(context, ['certificate-revoked', 'certificate-invalid'], 'server'),
});
