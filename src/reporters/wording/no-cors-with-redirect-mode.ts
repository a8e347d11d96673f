import type { rule } from '../../rules/no-cors-with-redirect-mode.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'no-cors works only with redirect: follow',
  cause: ({ redirect }) =>
    `The page asks with \`mode: 'no-cors'\` and \`redirect: '${redirect}'\`, which do not go together.`,
  change: ({ redirect }) => [`Leave out \`redirect: '${redirect}'\`, or \`mode: 'no-cors'\`.`],
};
