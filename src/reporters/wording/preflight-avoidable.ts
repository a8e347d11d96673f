import type { rule } from '../../rules/preflight-avoidable.js';
import { code, listOf, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The preflight could be avoided',
  cause: ({ names, responseHeaders }) =>
    `Only ${listOf(names.map(code))} ${names.length === 1 ? 'makes' : 'make'} this call need a preflight` +
    (responseHeaders
      ? '; Access-Control-Allow-… are headers of responses and do nothing in a request.'
      : ', and such a call rarely needs it.'),
  change: ({ names }) => [
    `Leave ${listOf(names.map(code))} out of the page when the server does not need ${names.length === 1 ? 'it' : 'them'}.`,
  ],
};
