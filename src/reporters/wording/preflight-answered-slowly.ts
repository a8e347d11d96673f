import type { rule } from '../../rules/preflight-answered-slowly.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The preflight costs more than it should',
  cause: ({ slow, milliseconds, length }) =>
    slow
      ? `The preflight took ${milliseconds} ms, and the call waits for it.`
      : `The answer to the preflight has a body of at least ${length} characters that nobody reads.`,
  change: () => [
    'Answer OPTIONS at the edge or in the first middleware, with 204, no body, and `Access-Control-Max-Age`.',
  ],
};
