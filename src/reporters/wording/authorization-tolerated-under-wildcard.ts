import type { rule } from '../../rules/authorization-tolerated-under-wildcard.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The wildcard covers Authorization for now only',
  cause: ({ allowed }) =>
    `The page sends \`Authorization\`, and \`Access-Control-Allow-Headers: ${allowed}\` does not name it: by the standard that is refused, and browsers say that they will.`,
  change: () => [`Name it: ${code('Access-Control-Allow-Headers: *, Authorization')}.`],
};
