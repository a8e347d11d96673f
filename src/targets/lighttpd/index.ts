import { parseUrl } from '../../protocol/index.js';
import type { FileTarget, Place } from '../target.js';
import { emit } from './emit.js';
import { parse } from './parse.js';
import { read } from './read.js';

/** lighttpd, from its configuration file or a part of it. */
export const target: FileTarget = {
  kind: 'file',
  id: 'lighttpd',
  title: 'lighttpd',
  group: 'server',
  language: 'lighttpd',
  file: 'lighttpd.conf',
  traces: { headers: [/^server: lighttpd/i] },
  skeleton,
  recognises: ({ text }) => {
    const { statements } = parse(text);
    return statements.some(
      (each) =>
        (each.kind === 'block' && each.condition !== null) ||
        (each.kind === 'assignment' &&
          /^(?:server\.(?:modules|document-root|bind|errorlog|upload-dirs)|setenv\.(?:add|set)-[a-z-]+|url\.(?:redirect|rewrite|access-deny)[a-z-]*|(?:proxy|fastcgi|scgi)\.server|alias\.url|auth\.require)$/.test(
            each.name,
          )),
    );
  },
  read,
  emit,
};

function skeleton({ origin, path, upstream }: Place): string {
  const url = parseUrl(upstream);
  const host = parseUrl(origin)?.host ?? 'localhost';
  const port = url === null || url.port === '' ? '80' : url.port;
  return `server.modules = ( "mod_proxy" )
server.port = 80
server.document-root = "/var/www/html"

$HTTP["host"] == "${host}" {
    proxy.server = ( "${path === '/' ? '' : path}" => ( ( "host" => "${url?.hostname ?? '127.0.0.1'}", "port" => ${port} ) ) )
}
`;
}
