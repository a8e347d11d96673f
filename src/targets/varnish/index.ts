import { parseUrl } from '../../protocol/index.js';
import type { FileTarget, Place } from '../target.js';
import { emit } from './emit.js';
import { parse } from './parse.js';
import { read } from './read.js';

/** Varnish, from its VCL. */
export const target: FileTarget = {
  kind: 'file',
  id: 'varnish',
  title: 'Varnish',
  group: 'server',
  language: 'vcl',
  file: 'default.vcl',
  traces: {
    headers: [/^x-varnish: /i, /^via: .*\bvarnish\b/i, /^server: varnish/i],
    body: [/<p>Varnish cache server<\/p>/i],
  },
  skeleton,
  recognises: ({ text }) =>
    parse(text).parts.some(
      (part) =>
        (part.kind === 'sub' && part.name.startsWith('vcl_')) ||
        (part.kind === 'declaration' && part.word === 'vcl' && /^4\.\d$/.test(part.name)),
    ),
  read,
  emit,
};

function skeleton({ upstream }: Place): string {
  const url = parseUrl(upstream);
  const port = url === null || url.port === '' ? '80' : url.port;
  return `vcl 4.1;

backend default {
    .host = "${url?.hostname ?? '127.0.0.1'}";
    .port = "${port}";
}
`;
}
