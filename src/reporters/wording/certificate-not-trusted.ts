import type { rule } from '../../rules/certificate-not-trusted.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The certificate is not trusted',
  cause: ({ host, detail }) => `Browsers refuse the connection to ${code(host)}: ${detail}.`,
  change: () => [
    'Look at the certificate in the browser (open the URL in a tab), and replace it on the server.',
  ],
};
