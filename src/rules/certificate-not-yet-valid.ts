import { defineRule } from './rule.js';
import { networkFinding } from './support/network.js';

/** The server presents a certificate whose validity has not begun. */
export const rule = defineRule({
  id: 'certificate-not-yet-valid',
  when: ['network-failure'],
  check: (context) => networkFinding(context, ['certificate-not-yet-valid'], 'server'),
});
