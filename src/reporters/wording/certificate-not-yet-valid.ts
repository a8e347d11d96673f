import type { rule } from '../../rules/certificate-not-yet-valid.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The certificate is not valid yet',
  cause: ({ host, detail }) => `Browsers refuse the connection to ${code(host)}: ${detail}.`,
  change: () => [
    'Check the clocks of the server and of this machine; otherwise wait, or use another certificate.',
  ],
};
