import type { rule } from '../../rules/certificate-unknown-issuer.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The certificate’s issuer is not trusted',
  cause: ({ host, detail }) => `Browsers refuse the connection to ${code(host)}: ${detail}.`,
  change: () => [
    'When the server leaves intermediate certificates out, let it send the whole chain.',
    'When a company authority issued it, add that authority to this machine, and give it to whycors with `--cacert`.',
  ],
};
