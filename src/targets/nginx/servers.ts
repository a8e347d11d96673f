import type { UrlRecord } from '../../protocol/index.js';
import { arg, named, type Directive } from './parse.js';

/** A configuration, or the part of one that a file of conf.d is. */
export interface Site {
  /** What stands around the servers: the http block's directives, or the file's. */
  readonly http: readonly Directive[];
  /** The block itself; null when the file has none. */
  readonly httpBlock: Directive | null;
  readonly servers: readonly Directive[];
}

export function siteOf(directives: readonly Directive[]): Site {
  const [httpBlock = null] = named(directives, 'http');
  const http = httpBlock?.block ?? directives;
  return { http, httpBlock, servers: named(http, 'server') };
}

/** The names of a server. */
export function namesOf(server: Directive): readonly string[] {
  return named(server.block ?? [], 'server_name').flatMap(({ args }) =>
    args.map(({ value }) => value),
  );
}

/**
 * The server that answers: by port where one listens there, then by name.
 * https://nginx.org/en/docs/http/server_names.html
 */
export function serverFor({ servers }: Site, url: UrlRecord): Directive | null {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const there = servers.filter((server) => listensAt(server, port));
  // None: something in front of this server maps the ports.
  const candidates = there.length > 0 ? there : servers;
  const host = url.hostname;
  const by = (test: (name: string) => boolean): Directive | undefined =>
    candidates.find((server) => namesOf(server).some((name) => test(name.toLowerCase())));
  return (
    by((name) => name === host) ??
    by(
      (name) =>
        (name.startsWith('*.') && host.endsWith(name.slice(1))) ||
        (name.startsWith('.') && (host === name.slice(1) || host.endsWith(name))),
    ) ??
    by((name) => name.endsWith('.*') && host.startsWith(name.slice(0, -1))) ??
    candidates.find((server) =>
      namesOf(server).some((name) => name.startsWith('~') && tests(name.slice(1), host, 'i')),
    ) ??
    candidates.find((server) =>
      named(server.block ?? [], 'listen').some(({ args }) =>
        args.some(({ value }) => /^default(_server)?$/.test(value)),
      ),
    ) ??
    candidates[0] ??
    null
  );
}

function listensAt(server: Directive, port: string): boolean {
  const listens = named(server.block ?? [], 'listen').map((listen) => arg(listen, 0));
  if (listens.length === 0) return port === '80';
  return listens.some((address) => portOf(address) === port);
}

/** The port of a `listen`. */
export function portOf(address: string): string {
  return /(?:^|:)(\d+)$/.exec(address)?.[1] ?? '80';
}

/**
 * The location that serves a path, innermost; null where the server itself does.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#location
 */
export function locationFor(block: readonly Directive[], path: string): readonly Directive[] {
  const locations = named(block, 'location');
  const kind = (location: Directive): string => (location.args.length > 1 ? arg(location, 0) : '');
  const pattern = (location: Directive): string => arg(location, location.args.length - 1);
  const exact = locations.find((each) => kind(each) === '=' && pattern(each) === path);
  if (exact !== undefined) return [exact];
  const [prefix] = locations
    .filter(
      (each) =>
        ['', '^~'].includes(kind(each)) &&
        !pattern(each).startsWith('@') &&
        path.startsWith(pattern(each)),
    )
    .toSorted((a, b) => pattern(b).length - pattern(a).length);
  const inner = prefix === undefined ? [] : locationFor(prefix.block ?? [], path);
  if (inner.length > 0 && isRegex(inner[0])) return [prefix!, ...inner];
  if (prefix === undefined || kind(prefix) !== '^~') {
    const regex = locations.find(
      (each) => isRegex(each) && tests(pattern(each), path, kind(each) === '~*' ? 'i' : ''),
    );
    if (regex !== undefined) return [regex, ...locationFor(regex.block ?? [], path)];
  }
  return prefix === undefined ? [] : [prefix, ...inner];
}

/**
 * The location that a path lacks a slash of, which answers with a redirect there: only where
 * it passes requests on, and no location is of the path itself. The last paragraph of
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#location
 */
export function slashless(block: readonly Directive[], path: string): Directive | null {
  const plain = named(block, 'location').filter((each) => !isRegex(each));
  const pattern = (location: Directive): string => arg(location, location.args.length - 1);
  if (plain.some((each) => pattern(each) === path)) return null;
  const found = plain.find((each) => arg(each, 0) !== '=' && pattern(each) === `${path}/`);
  return found !== undefined && passesOn(found.block ?? []) ? found : null;
}

/** Whether a block names an application or another server that answers. */
export function passesOn(block: readonly Directive[]): boolean {
  return block.some(({ name }) => /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/.test(name));
}

/** Whether a location is found by a regular expression. */
export function isRegex(location: Directive | undefined): boolean {
  return location !== undefined && location.args.length > 1 && /^~\*?$/.test(arg(location, 0));
}

function tests(pattern: string, text: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags).test(text);
  } catch {
    return false;
  }
}
