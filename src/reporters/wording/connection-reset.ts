import type { rule } from '../../rules/connection-reset.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The connection was cut',
  cause: ({ host }) => `${code(host)} accepted the connection and cut it before answering.`,
  change: () => [
    'Look into the server log: it crashed, or a firewall or a proxy on the way ends such connections.',
  ],
};
