import type { rule } from '../../rules/allow-credentials-missing.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Credentials are not allowed',
  cause: () =>
    'The page asks with credentials, and the response has no `Access-Control-Allow-Credentials: true`.',
  change: ({ initiator }) => [
    'Add `Access-Control-Allow-Credentials: true` to the response, and to the response to OPTIONS.',
    initiator === 'xhr'
      ? 'Or, when the API needs no cookies, leave `withCredentials` unset in the page.'
      : "Or, when the API needs no cookies, leave out `credentials: 'include'` in the page.",
  ],
};
