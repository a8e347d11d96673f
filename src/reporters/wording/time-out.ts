import type { rule } from '../../rules/time-out.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'No answer in time',
  cause: ({ host, detail }) => `${code(host)} gave no whole answer in time: ${detail}.`,
  change: () => [
    'See whether the server is overloaded, or a firewall drops the packets without a word.',
    'Give it more time with `--max-time`.',
  ],
};
