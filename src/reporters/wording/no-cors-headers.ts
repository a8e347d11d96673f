import type { rule } from '../../rules/no-cors-headers.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The server has no CORS headers',
  cause: ({ origin }) =>
    `The server says nothing about CORS, so browsers keep its answers from pages at \`${origin}\`.`,
  change: ({ origin, credentials }) => [
    `Answer requests from this page with \`Access-Control-Allow-Origin: ${origin}\` and \`Vary: Origin\`` +
      (credentials ? ', and with `Access-Control-Allow-Credentials: true`.' : '.'),
    'Answer OPTIONS to the same path with 204, the same header, and the methods and headers that the page uses.',
    'When the server is not yours, call it from your own server instead of from the page.',
  ],
};
