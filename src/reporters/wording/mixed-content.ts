import type { rule } from '../../rules/mixed-content.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'An https page may not call http',
  cause: ({ origin, url }) =>
    `The page at ${code(origin)} came by https, and ${code(url)} is http: browsers block that as mixed content. It is not a CORS fault, and no header helps.`,
  change: ({ url }) => [
    `Serve the API by https and call ${code(url.replace(/^http:/, 'https:'))}.`,
  ],
};
