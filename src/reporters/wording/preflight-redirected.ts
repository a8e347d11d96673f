import type { rule } from '../../rules/preflight-redirected.js';
import { code, type RuleWording } from './wording.js';

const KINDS: Readonly<Record<string, string>> = {
  https: ' to https',
  www: ' to the other form of the name (www)',
  'trailing-slash': ' because of a trailing slash',
  host: ' to another host',
  path: ' to another path',
  same: ' to itself',
  other: '',
};

export const wording: RuleWording<typeof rule> = {
  title: 'The preflight is redirected',
  cause: ({ status, kind, location }) =>
    `The server answers the preflight with a redirect${KINDS[kind] ?? ''} (${status}, ${code(location)}), ` +
    'and browsers do not follow redirects of a preflight.',
  change: ({ target }) => [
    target === null
      ? 'Call the final URL from the page, so that nothing redirects.'
      : `Call ${code(target)} from the page, so that nothing redirects.`,
    'Or answer OPTIONS with 204 and the CORS headers before the redirect is made.',
  ],
};
