import type { rule } from '../../rules/too-many-redirects.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The redirects never end',
  cause: ({ urls, url }) =>
    `${code(url)} redirects more than 20 times, over ${urls === 1 ? 'one and the same URL' : `${urls} URLs`}; browsers give up.`,
  change: () => ['Follow the chain with `curl -sIL` and break the loop on the server.'],
};
