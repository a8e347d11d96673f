import type { rule } from '../../rules/response-lacks-allow-origin.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The preflight is fine, the response is not',
  cause: ({ method }) =>
    `The answer to OPTIONS has \`Access-Control-Allow-Origin\`, the answer to the ${method} itself does not: both need it.`,
  change: ({ origin, method }) => [
    `Send \`Access-Control-Allow-Origin: ${origin}\` and \`Vary: Origin\` with the response to ${method}, too, not with OPTIONS alone.`,
  ],
};
