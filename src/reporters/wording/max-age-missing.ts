import type { rule } from '../../rules/max-age-missing.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The preflight is hardly cached',
  cause: ({ seconds }) =>
    `The preflight's response has no \`Access-Control-Max-Age\`, so browsers keep it for ${seconds} seconds only ` +
    'and send a second request before nearly every call.',
  change: () => ['Add `Access-Control-Max-Age: 7200` to the response to OPTIONS.'],
};
