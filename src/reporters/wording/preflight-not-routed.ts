import type { rule } from '../../rules/preflight-not-routed.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Nobody answers the preflight',
  cause: ({ status, method }) =>
    `The browser asked with OPTIONS whether it may send ${method}, and the application has no answer to OPTIONS: it says ${status}.`,
  change: ({ method }) => [
    'Answer OPTIONS at this path with 204 and the CORS headers, before the router looks for a route.',
    `Most frameworks have a CORS middleware that does this: register it before the routes, not on the ${method} route alone.`,
  ],
};
