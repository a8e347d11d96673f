import type { rule } from '../../rules/preflight-needs-authentication.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The preflight is asked to log in',
  cause: ({ status, login }) =>
    (login === null
      ? `An authentication layer answers the preflight with ${status}. `
      : `An authentication layer sends the preflight to ${code(login)}. `) +
    'Browsers never send cookies or `Authorization` with a preflight, so it can never pass.',
  change: () => [
    'Let OPTIONS through without authentication: answer it with 204 and the CORS headers before the auth layer.',
    'The request itself still needs its credentials: nothing is opened by this.',
  ],
};
