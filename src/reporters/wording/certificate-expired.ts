import type { rule } from '../../rules/certificate-expired.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The certificate has expired',
  cause: ({ host, detail }) => `Browsers refuse the connection to ${code(host)}: ${detail}.`,
  change: () => ['Renew the certificate on the server.'],
};
