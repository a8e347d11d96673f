import type { rule } from '../../rules/certificate-wrong-host.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The certificate is for another host',
  cause: ({ host, detail }) => `Browsers refuse the connection to ${code(host)}: ${detail}.`,
  change: () => ['Call the API by a name that is in the certificate, or add this name to it.'],
};
