import type { rule } from '../../rules/preflight-server-error.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The preflight ends in a server error',
  cause: ({ status, gateway }) =>
    gateway === null
      ? `The server answers the preflight with ${status}, so the browser never sends the request.`
      : `${gateway}, in front of the application, answers the preflight with its own ${status} page: the application did not answer.`,
  change: ({ gateway }) => [
    gateway === null
      ? 'Look into the server log for the OPTIONS request: it fails there.'
      : 'See that the application behind it runs and answers OPTIONS.',
    'Answer OPTIONS with 204 and the CORS headers before any other code runs.',
  ],
};
