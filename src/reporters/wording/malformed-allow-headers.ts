import type { rule } from '../../rules/malformed-allow-headers.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Allow-Headers is not a list',
  cause: ({ value }) =>
    `\`Access-Control-Allow-Headers\` is ${code(value)}, which is no list of names separated by commas, so the preflight fails.`,
  change: ({ names }) => [
    `Write the names with commas between them and nothing around: ${code(names.length > 0 ? names.join(', ') : 'Content-Type, Authorization')}.`,
  ],
};
