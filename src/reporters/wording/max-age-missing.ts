import type { rule } from '../../rules/max-age-missing.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The preflight is hardly cached',
  cause: ({ seconds, sent }) =>
    `The preflight's response has ${sent === null ? 'no `Access-Control-Max-Age`' : code(`Access-Control-Max-Age: ${sent}`)}, so browsers keep it for ` +
    `${seconds} seconds and send a second request before nearly every call.`,
  change: () => ['Add `Access-Control-Max-Age: 7200` to the response to OPTIONS.'],
};
