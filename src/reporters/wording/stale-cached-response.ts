import type { rule } from '../../rules/stale-cached-response.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'A cache gave the answer meant for another page',
  cause: ({ allowed, origin }) =>
    `The response came out of a cache, where it was put ${allowed === null ? 'for a request without CORS headers' : `for ${code(allowed)}`}, not for ${code(origin)}.`,
  change: () => [
    'Add `Vary: Origin` to every response of this path, so that the cache keeps one for each origin.',
    'Then purge the cache: what it holds stays wrong until it expires.',
  ],
};
