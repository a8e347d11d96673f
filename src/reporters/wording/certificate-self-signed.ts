import type { rule } from '../../rules/certificate-self-signed.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The certificate is self-signed',
  cause: ({ host, detail }) => `Browsers refuse the connection to ${code(host)}: ${detail}.`,
  change: () => [
    'For development, open the API once in a tab and accept the certificate, or make one with a local authority such as mkcert.',
    'In production, get a certificate from a public authority.',
  ],
};
