import type { rule } from '../../rules/wildcard-with-credentials.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Any origin is allowed, but not with credentials',
  cause: ({ origin }) =>
    `The server answers \`Access-Control-Allow-Origin: *\`, and browsers refuse \`*\` for a request with credentials: ` +
    `it must name \`${origin}\`.`,
  change: ({ origin, initiator }) => [
    `Answer \`Access-Control-Allow-Origin: ${origin}\` and \`Access-Control-Allow-Credentials: true\`, together with \`Vary: Origin\`.`,
    initiator === 'xhr'
      ? 'Or, when the API needs no cookies, leave `withCredentials` unset in the page.'
      : "Or, when the API needs no cookies, leave out `credentials: 'include'` in the page.",
  ],
};
