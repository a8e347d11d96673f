import type { rule } from '../../rules/origin-not-on-the-allow-list.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'This origin is not on the server’s list',
  cause: ({ origin }) =>
    `The server does speak CORS, but leaves \`Access-Control-Allow-Origin\` out for ${code(origin)}: it is not on its list of origins.`,
  change: ({ origin }) => [
    `Add ${code(origin)} to the server's list of allowed origins: scheme, host and port, no trailing slash.`,
  ],
};
