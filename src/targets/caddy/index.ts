import { parseUrl } from '../../protocol/index.js';
import type { FileTarget, Place } from '../target.js';
import { emit } from './emit.js';
import { rank } from './order.js';
import { parse } from './parse.js';
import { read } from './read.js';
import { sitesOf } from './sites.js';

/** Caddy, from its Caddyfile. */
export const target: FileTarget = {
  kind: 'file',
  id: 'caddy',
  title: 'Caddy',
  group: 'server',
  language: 'caddyfile',
  file: 'Caddyfile',
  traces: { headers: [/^server: caddy/i] },
  skeleton,
  recognises: ({ text }) => {
    const { directives } = parse(text);
    if (/;[ \t]*$/m.test(text)) return false;
    return sitesOf(directives, text).some(
      ({ body, addresses }) =>
        addresses.some(({ text: address }) => /^[\w.*:/[\]-]+$/.test(address)) &&
        body.some((directive) => rank(directive) !== null),
    );
  },
  read,
  emit,
};

function skeleton({ origin, path, upstream }: Place): string {
  const host = parseUrl(origin)?.host ?? 'localhost';
  const matcher = path === '/' ? '' : ` ${path}*`;
  return `${host} {\n\treverse_proxy${matcher} ${upstream}\n}\n`;
}
