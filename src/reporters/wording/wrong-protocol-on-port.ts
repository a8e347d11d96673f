import type { rule } from '../../rules/wrong-protocol-on-port.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'This port speaks another protocol',
  cause: ({ host, detail, secure }) =>
    `${code(host)} does not speak ${secure ? 'https' : 'http'}: ${detail}.`,
  change: ({ secure }) => [
    `Check port and scheme of the URL: try ${code(secure ? 'http' : 'https')} instead, or the port that the server prints at its start.`,
  ],
};
