import type { rule } from '../../rules/origin-header-duplicated-by-two-layers.js';
import { code, listOf, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'Allow-Origin is sent twice',
  cause: ({ values, layers, casing }) =>
    `The response has \`Access-Control-Allow-Origin\` ${values.length} times (${listOf(values.map(code))}); browsers accept one. ` +
    (layers
      ? `Two layers add it${casing ? ', each in its own spelling' : ''}: the application and something in front of it.`
      : 'Something adds it twice.'),
  change: () => [
    'Set CORS headers in one place only: in the application or in the proxy.',
    'Where both must stay, let the proxy replace the header instead of adding to it (nginx: `proxy_hide_header Access-Control-Allow-Origin`).',
  ],
};
