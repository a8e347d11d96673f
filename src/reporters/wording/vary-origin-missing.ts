import type { rule } from '../../rules/vary-origin-missing.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Caches may give this answer to other pages',
  cause: ({ allowed }) =>
    `The answer is for ${code(allowed)} only and may be cached, but has no \`Vary: Origin\`: ` +
    'a page at another origin can get it from the cache and be refused.',
  change: () => [
    'Add `Vary: Origin` to every response of this path, also to those without `Access-Control-Allow-Origin`.',
  ],
};
