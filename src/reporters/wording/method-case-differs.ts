import type { rule } from '../../rules/method-case-differs.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The method is in the wrong case',
  cause: ({ method, listed }) =>
    `The page asks for ${code(method)}, the server allows ${code(listed)}. Methods are case-sensitive, and browsers turn only ` +
    'DELETE, GET, HEAD, OPTIONS, POST and PUT into upper case.',
  change: ({ listed }) => [`Write \`method: '${listed}'\` in the page.`],
};
