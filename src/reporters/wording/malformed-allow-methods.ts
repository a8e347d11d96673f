import type { rule } from '../../rules/malformed-allow-methods.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Allow-Methods is not a list',
  cause: ({ value }) =>
    `\`Access-Control-Allow-Methods\` is ${code(value)}, which is no list of methods separated by commas, so the preflight fails.`,
  change: () => [
    'Write the methods with commas between them and nothing around: `GET, PUT, DELETE`.',
  ],
};
