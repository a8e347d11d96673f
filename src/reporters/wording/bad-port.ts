import type { rule } from '../../rules/bad-port.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Browsers block this port',
  cause: ({ port }) =>
    `Browsers never call port ${port}: it is reserved for another protocol, and they protect it from web pages.`,
  change: () => ['Let the server listen on another port, such as 8080.'],
};
