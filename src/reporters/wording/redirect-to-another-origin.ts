import type { rule } from '../../rules/redirect-to-another-origin.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The call was sent to another origin, which refuses',
  cause: ({ from, to, tainted }) =>
    `${code(from)} redirects to ${code(to)}, another origin, and that one does not allow this page` +
    (tainted ? '; after such a redirect the browser sends `Origin: null`.' : '.'),
  change: ({ to }) => [
    `See whether the redirect is meant: a login page or a wrong host is often behind it.`,
    `If it is, call ${code(to)} from the page directly and let it send the CORS headers, too.`,
  ],
};
