import type { rule } from '../../rules/cross-origin-resource-policy-blocks.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The server keeps this resource to itself',
  cause: ({ value }) =>
    `The response has \`Cross-Origin-Resource-Policy: ${value}\`, so pages elsewhere cannot load it with \`no-cors\`.`,
  change: () => [
    'Send `Cross-Origin-Resource-Policy: cross-origin` when any site may load it.',
    "Or leave out `mode: 'no-cors'` and let the server send CORS headers.",
  ],
};
