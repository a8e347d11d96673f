import type { rule } from '../../rules/cors-missing-on-error-response.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The error page has no CORS headers',
  cause: ({ status, gateway }) =>
    `The real trouble is the error ${status}${gateway === null ? '' : ` from ${gateway}`}. ` +
    'Its page lacks `Access-Control-Allow-Origin`, so the browser hides the error behind a CORS message.',
  change: ({ status, gateway, origin }) => [
    `Find out why the server answers ${status}: with that mended, the CORS message goes, too.`,
    `Send \`Access-Control-Allow-Origin: ${origin}\` on error responses as well, so that the page can see them` +
      (gateway === 'nginx' ? ' (in nginx: `add_header … always`).' : '.'),
  ],
};
