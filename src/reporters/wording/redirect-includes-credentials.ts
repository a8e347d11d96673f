import type { rule } from '../../rules/redirect-includes-credentials.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The redirect has a password in its URL',
  cause: () =>
    'The server redirects to a URL with a user name or password in it (`https://user:password@…`), which browsers refuse for calls to other origins.',
  change: () => [
    'Take the user name and password out of `Location`, and send credentials in a header.',
  ],
};
