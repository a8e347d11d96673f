import type { rule } from '../../rules/connection-refused.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Nothing listens there',
  cause: ({ host }) => `Nothing listens at ${code(host)}: the connection is refused.`,
  change: () => [
    'Start the server, or correct the port in the page.',
    'A server that listens on 127.0.0.1 only cannot be reached from another machine or container.',
  ],
};
