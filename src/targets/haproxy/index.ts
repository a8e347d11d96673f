import { parseUrl } from '../../protocol/index.js';
import type { FileTarget, Place } from '../target.js';
import { emit } from './emit.js';
import { parse, word } from './parse.js';
import { read } from './read.js';

/** HAProxy, from its configuration file. */
export const target: FileTarget = {
  kind: 'file',
  id: 'haproxy',
  title: 'HAProxy',
  group: 'server',
  language: 'haproxy',
  file: 'haproxy.cfg',
  traces: {
    headers: [/^server: haproxy/i],
    body: [/<html><body><h1>503 Service Unavailable<\/h1>\s*No server is available/i],
  },
  skeleton,
  recognises: ({ text }) =>
    parse(text).sections.some(
      ({ kind, lines }) =>
        /^(?:frontend|listen|backend)$/.test(kind) &&
        lines.some((line) => /^(?:bind|server|default_backend|use_backend)$/.test(word(line, 0))),
    ),
  read,
  emit,
};

function skeleton({ path, upstream }: Place): string {
  const url = parseUrl(upstream);
  const port =
    url === null || url.port === '' ? (url?.protocol === 'https:' ? '443' : '80') : url.port;
  const name = url?.hostname ?? '127.0.0.1';
  const condition = path === '/' ? [] : [`    use_backend api if { path_beg ${path} }\n`];
  return `defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s

frontend web
    bind :80
${condition.join('')}${path === '/' ? '    default_backend api\n' : ''}
backend api
    server api ${name}:${port}
`;
}
