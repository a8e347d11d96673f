import type { rule } from '../../rules/origin-list-in-one-header.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Allow-Origin is a list',
  cause: ({ value, listed }) =>
    `\`Access-Control-Allow-Origin\` is ${code(value)}; it can name one origin only` +
    (listed
      ? ', even though this page is on the list.'
      : ', and this page is not even on the list.'),
  change: ({ origin }) => [
    `Compare the request's \`Origin\` with the list on the server and answer with the one that matches: \`Access-Control-Allow-Origin: ${origin}\`, with \`Vary: Origin\`.`,
  ],
};
