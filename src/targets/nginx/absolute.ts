import type { UrlRecord } from '../../protocol/index.js';
import type { SimulatedHeader } from '../target.js';
import { arg, named, type Directive } from './parse.js';
import { inherited, type Scopes } from './scopes.js';
import { namesOf, portOf } from './servers.js';

/**
 * A Location of nginx' own that begins with a slash gets a scheme, a host and the
 * port that nginx listens at, which is not the client's where something in front
 * maps ports. https://nginx.org/en/docs/http/ngx_http_core_module.html#absolute_redirect
 */
export function absolute(
  header: SimulatedHeader,
  server: Directive,
  scopes: Scopes,
  url: UrlRecord,
): SimulatedHeader {
  const says = (name: string, usual: string): boolean => {
    const [line] = inherited(scopes, name);
    return (line === undefined ? usual : arg(line, 0)) === 'on';
  };
  if (header.name !== 'Location' || !header.value.startsWith('/')) return header;
  if (!says('absolute_redirect', 'on')) return header;
  const { scheme, port } = listened(server, url);
  const [name = ''] = namesOf(server);
  const host = says('server_name_in_redirect', 'off') && name !== '' ? name : url.hostname;
  const usual = scheme === 'https' ? '443' : '80';
  const shown = port === usual || !says('port_in_redirect', 'on') ? '' : `:${port}`;
  return { ...header, value: `${scheme}://${host}${shown}${header.value}` };
}

/** How the request came to nginx itself. */
function listened(
  server: Directive,
  url: UrlRecord,
): { readonly scheme: string; readonly port: string } {
  const asked = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const listens = named(server.block ?? [], 'listen').map((listen) => ({
    port: portOf(arg(listen, 0)),
    ssl: listen.args.some(({ value }) => value === 'ssl'),
  }));
  if (listens.some(({ port }) => port === asked))
    return { scheme: url.protocol.slice(0, -1), port: asked };
  const [first] = listens;
  return { scheme: first?.ssl === true ? 'https' : 'http', port: first?.port ?? '80' };
}
