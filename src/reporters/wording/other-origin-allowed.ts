import type { rule } from '../../rules/other-origin-allowed.js';
import { code, type RuleWording } from './wording.js';

const PARTS: Readonly<Record<string, string>> = {
  quotes: 'the quotes do not belong there',
  whitespace: 'there is white space in it',
  'trailing-slash': 'an origin has no trailing slash',
  path: 'an origin has no path',
  case: 'upper and lower case differ',
  'no-scheme': 'the scheme is missing',
  null: '`null` is the origin of files and sandboxed frames',
  empty: 'it is empty',
  scheme: 'the scheme differs',
  port: 'the port differs',
  www: 'one has www, the other has not',
  'sub-domain': 'the sub-domain differs',
  host: 'the host differs',
  'default-port': 'an origin does not name its default port',
};

export const wording: RuleWording<typeof rule> = {
  title: 'Another origin is allowed, not this one',
  cause: ({ allowed, origin, part }) =>
    `The server allows ${code(allowed)}, and the page is at ${code(origin)}: ${PARTS[part] ?? 'they differ'}. ` +
    'Browsers compare the two letter by letter.',
  change: ({ origin, part }) => [
    ['scheme', 'port', 'www', 'sub-domain', 'host', 'null'].includes(part)
      ? `Add ${code(origin)} to the origins that the server allows, and answer with the one that asked, with \`Vary: Origin\`.`
      : `Write the allowed origin exactly as ${code(origin)}.`,
  ],
};
