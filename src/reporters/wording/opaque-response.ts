import type { rule } from '../../rules/opaque-response.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The page cannot see this response',
  cause: () =>
    "`mode: 'no-cors'` lets the request through but gives the page an opaque response: status 0, no headers, an empty body.",
  change: () => [
    "Leave out `mode: 'no-cors'`, and let the server send CORS headers: no-cors hides the error, it does not solve it.",
  ],
};
