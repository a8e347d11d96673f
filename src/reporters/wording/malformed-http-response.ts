import type { rule } from '../../rules/malformed-http-response.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The response is not valid HTTP',
  cause: ({ host, detail }) =>
    `${code(host)} answered with something that is not valid HTTP: ${detail}.`,
  change: () => [
    'Look for a header line without a colon, a line break within a header, or a body that is longer than its Content-Length.',
  ],
};
