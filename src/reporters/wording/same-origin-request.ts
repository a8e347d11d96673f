import type { rule } from '../../rules/same-origin-request.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'This call needs no CORS',
  cause: ({ origin }) =>
    `Page and URL are both at ${code(origin)}, so CORS plays no part, whatever headers there are.`,
  change: () => ['If your page is elsewhere, say where with `--origin`.'],
};
