import type { rule } from '../../rules/allow-credentials-not-true.js';
import { code, type RuleWording } from './wording.js';

const HOW: Readonly<Record<string, string>> = {
  case: ': it must be lower case.',
  twice: ': it was sent twice, and two are not one.',
  quotes: ': the quotes do not belong there.',
  other: '.',
};

export const wording: RuleWording<typeof rule> = {
  title: 'Allow-Credentials is not exactly true',
  cause: ({ value, how }) =>
    `\`Access-Control-Allow-Credentials\` is ${code(value)}, and browsers accept nothing but \`true\`${HOW[how] ?? '.'}`,
  change: ({ how }) => [
    how === 'twice'
      ? 'Set `Access-Control-Allow-Credentials: true` in one place only.'
      : 'Send `Access-Control-Allow-Credentials: true`, letter by letter; leave the header out to say no.',
  ],
};
