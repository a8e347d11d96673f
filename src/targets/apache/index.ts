import { parseUrl } from '../../protocol/index.js';
import type { FileTarget, Place } from '../target.js';
import { emit } from './emit.js';
import { parse } from './parse.js';
import { read } from './read.js';
import { looksLikeApache } from './servers.js';

/** Apache httpd, from its configuration, a file of virtual hosts or a .htaccess file. */
export const target: FileTarget = {
  kind: 'file',
  id: 'apache',
  title: 'Apache httpd',
  group: 'server',
  language: 'apache',
  file: 'httpd.conf',
  traces: { headers: [/^server: apache\b/i], body: [/<address>Apache\//i] },
  skeleton,
  recognises: ({ file, text }) => looksLikeApache(file, parse(text).directives),
  read,
  emit,
};

function skeleton({ origin, path, upstream }: Place): string {
  return `<VirtualHost *:80>
    ServerName ${parseUrl(origin)?.hostname ?? 'localhost'}
    ProxyPass "${path}" "${upstream}${path}"
</VirtualHost>
`;
}
