import type { rule } from '../../rules/origin-pattern-sent-literally.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'A pattern was sent as it is',
  cause: ({ value }) =>
    `The server sent the pattern ${code(value)} itself. Browsers know no patterns: \`Access-Control-Allow-Origin\` is one origin or \`*\`.`,
  change: ({ origin }) => [
    `Match the request's \`Origin\` against the pattern on the server, and answer with the origin that matched: \`Access-Control-Allow-Origin: ${origin}\`, with \`Vary: Origin\`.`,
  ],
};
