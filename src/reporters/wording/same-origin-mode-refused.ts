import type { rule } from '../../rules/same-origin-mode-refused.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The page forbids other origins',
  cause: ({ origin }) =>
    `The page asks with \`mode: 'same-origin'\`, and the URL is not at ${code(origin)}.`,
  change: () => ["Leave out `mode: 'same-origin'`: the default, `cors`, lets the server decide."],
};
