import type { rule } from '../../rules/forbidden-header-dropped.js';
import { code, listOf, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Browsers drop a header that the page sets',
  cause: ({ names, noCors }) =>
    `The browser does not send ${listOf(names.map(code))}: ` +
    (noCors ? 'with `no-cors` only a few headers are let through.' : 'pages may not set it.'),
  change: () => ['Take it out of the page, or give the header another name that the server reads.'],
};
