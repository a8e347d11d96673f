import type { rule } from '../../rules/redirect-location-invalid.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The redirect’s address is broken',
  cause: ({ location }) =>
    `The redirect has \`Location: ${location}\`, which is not one URL (${code('Location')} sent twice counts as broken, too).`,
  change: () => ['Let the server send one `Location` with a valid URL.'],
};
