import type { rule } from '../../rules/redirect-refused-by-page.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The page wants no redirects',
  cause: ({ location }) =>
    `The server redirects${location === null ? '' : ` to ${code(location)}`}, and the page asked for \`redirect: "error"\`.`,
  change: ({ location }) => [
    location === null
      ? 'Call the final URL from the page.'
      : `Call ${code(location)} from the page.`,
    "Or leave out `redirect: 'error'`.",
  ],
};
