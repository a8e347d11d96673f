import type { rule } from '../../rules/empty-response.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The server hung up without a word',
  cause: ({ host }) => `${code(host)} closed the connection without any response.`,
  change: ({ secure }) => [
    'Look into the server log: it crashed on this request, or it expects another protocol.',
    ...(secure
      ? []
      : ['When this port speaks TLS, as many do that hang up on plain HTTP, call it by `https`.']),
  ],
};
