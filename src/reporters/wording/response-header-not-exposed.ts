import type { rule } from '../../rules/response-header-not-exposed.js';
import { code, listOf, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The page cannot read these response headers',
  cause: ({ names, wildcardIsLiteral }) =>
    `The response has ${listOf(names.map(code))}, and the page cannot read ${names.length === 1 ? 'it' : 'them'}: ` +
    (wildcardIsLiteral
      ? '`Access-Control-Expose-Headers: *` does not count with credentials.'
      : '`Access-Control-Expose-Headers` does not list ' + (names.length === 1 ? 'it.' : 'them.')),
  change: ({ names }) => [
    `If the page needs them, add \`Access-Control-Expose-Headers: ${names.join(', ')}\` to the response.`,
  ],
};
