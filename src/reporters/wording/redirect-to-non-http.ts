import type { rule } from '../../rules/redirect-to-non-http.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The redirect leaves the web',
  cause: ({ location }) =>
    `The server redirects to ${code(location)}, which is neither http nor https; fetch() cannot follow.`,
  change: () => [
    'Let the page open such a URL itself (`location.href = …`), and answer the call with data instead of a redirect.',
  ],
};
