import { parseUrl } from '../../protocol/index.js';
import type { FileTarget, Place } from '../target.js';
import { emit } from './emit.js';
import { named, parse } from './parse.js';
import { read } from './read.js';
import { siteOf } from './servers.js';

/** nginx, from its configuration file or a part of it. */
export const target: FileTarget = {
  kind: 'file',
  id: 'nginx',
  title: 'nginx',
  group: 'server',
  language: 'nginx',
  file: 'nginx.conf',
  traces: { headers: [/^server: (nginx|openresty)/i], body: [/<center>(nginx|openresty)/i] },
  skeleton,
  recognises: ({ text }) =>
    siteOf(parse(text).directives).servers.some(
      ({ block }) =>
        block !== null && named(block, 'listen', 'server_name', 'location', 'root').length > 0,
    ),
  read,
  emit,
};

function skeleton({ origin, path, upstream }: Place): string {
  return `events {}
http {
    server {
        listen 80;
        server_name ${parseUrl(origin)?.hostname ?? 'localhost'};
        location ${path} {
            proxy_pass ${upstream};
        }
    }
}
`;
}
