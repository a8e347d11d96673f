import type { rule } from '../../rules/headers-not-allowed.js';
import { code, listOf, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Request headers are not allowed',
  cause: ({ names, allowed }) =>
    `The page sends ${listOf(names.map(code))}, and the preflight's response ` +
    (allowed === null
      ? 'has no `Access-Control-Allow-Headers`.'
      : `allows only \`Access-Control-Allow-Headers: ${allowed}\`.`),
  change: ({ names }) => [
    `Add ${listOf(names.map(code))} to \`Access-Control-Allow-Headers\` of the response to OPTIONS.`,
  ],
};
