import type { rule } from '../../rules/null-origin.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The origin is null',
  cause: ({ tainted, origin, allowed }) =>
    (tainted
      ? `A redirect went from one foreign origin to another, so the browser sent \`Origin: null\` instead of ${code(origin)}, `
      : 'The page has no origin of its own (a file, a sandboxed frame), so the browser sent `Origin: null`, ') +
    (allowed === null
      ? 'which the server does not allow.'
      : `and the server allows ${code(allowed)}.`),
  change: ({ tainted }) =>
    tainted
      ? [
          'Call the final URL from the page, so that no redirect comes between.',
          'Or let the redirect stay on one origin.',
        ]
      : [
          'Open the page from a server (`npx serve`, your development server), not as a file.',
          'For a sandboxed frame, add `allow-same-origin` to its sandbox attribute, when you trust what is in it.',
          'Do not allow `null` on the server: any site can make a frame with that origin.',
        ],
};
