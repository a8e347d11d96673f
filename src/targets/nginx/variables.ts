import { requestHeader } from '../../policy/index.js';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import { arg, named, type Directive } from './parse.js';
import { decodedPath, match, type Match } from './patterns.js';

/** The values of variables while one request is answered. */
export class Variables {
  readonly #set = new Map<string, string>();
  readonly #maps: ReadonlyMap<string, Directive>;
  /** Variables of a map that are being looked up: one that needs itself is empty. */
  readonly #looking = new Set<string>();
  #groups: readonly string[] = [];
  /** $uri, which rewrites change: decoded. */
  path: string;
  /** $args. */
  query: string;

  constructor(
    maps: ReadonlyMap<string, Directive>,
    readonly request: NetworkRequest,
    readonly url: UrlRecord,
  ) {
    this.#maps = maps;
    this.path = decodedPath(url.pathname);
    this.query = url.search.slice(1);
  }

  /** Takes over the groups of a regular expression: $1 is of the last that was tried. */
  matched(found: Match | null): void {
    this.#groups = found?.groups ?? [];
    for (const [name, value] of Object.entries(found?.named ?? {})) this.set(name, value);
  }

  /** Whether a path was rewritten: what is behind is asked for another one then. */
  get rewritten(): boolean {
    return this.path !== decodedPath(this.url.pathname) || this.query !== this.url.search.slice(1);
  }

  set(name: string, value: string): void {
    this.#set.set(name, value);
  }

  /** A text with its variables looked up; those that are not known are empty. */
  expand(text: string): string {
    return text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) =>
      this.get(braced ?? bare ?? ''),
    );
  }

  get(name: string): string {
    const set = this.#set.get(name);
    if (set !== undefined) return set;
    if (/^\d$/.test(name)) return this.#groups[Number(name)] ?? '';
    const map = this.#maps.get(name);
    if (map !== undefined) return this.#map(name, map);
    if (name.startsWith('http_'))
      return (
        requestHeader(this.request, name.slice(5).replaceAll('_', '-')) ??
        (name === 'http_host' ? this.url.host : '')
      );
    const { url, request } = this;
    const known: Readonly<Record<string, string>> = {
      request_method: request.method,
      scheme: url.protocol.slice(0, -1),
      host: url.hostname,
      server_name: url.hostname,
      uri: this.path,
      document_uri: this.path,
      request_uri: url.pathname + url.search,
      args: this.query,
      query_string: this.query,
      is_args: this.query === '' ? '' : '?',
      server_port: url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port,
    };
    return known[name] ?? '';
  }

  #map(name: string, map: Directive): string {
    if (this.#looking.has(name)) return '';
    this.#looking.add(name);
    const source = this.expand(arg(map, 0));
    const value = lookUp(map, source, (found) => this.matched(found));
    const expanded = value === null ? '' : this.expand(value);
    this.#looking.delete(name);
    return expanded;
  }
}

/** https://nginx.org/en/docs/http/ngx_http_map_module.html: exact without case, then wildcards, then regular expressions in order. */
function lookUp(
  { block }: Directive,
  source: string,
  matched: (found: Match) => void,
): string | null {
  const entries = (block ?? []).filter(({ args }) => args.length === 1);
  const hostnames = named(block ?? [], 'hostnames').length > 0;
  const lower = source.toLowerCase();
  const plain = entries.filter(({ name }) => !name.startsWith('~') && name !== 'default');
  const exact = plain.find(({ name }) => name.replace(/^\\/, '').toLowerCase() === lower);
  if (exact !== undefined) return arg(exact, 0);
  const wild = hostnames
    ? plain.find(({ name }) => matchesHostname(name.toLowerCase(), lower))
    : undefined;
  if (wild !== undefined) return arg(wild, 0);
  for (const entry of entries) {
    const found = entry.name.startsWith('~') ? keyMatch(entry.name, source) : null;
    if (found === null) continue;
    matched(found);
    return arg(entry, 0);
  }
  const fallback = entries.find(({ name }) => name === 'default');
  return fallback === undefined ? null : arg(fallback, 0);
}

function matchesHostname(pattern: string, host: string): boolean {
  if (pattern.startsWith('.')) return host === pattern.slice(1) || host.endsWith(pattern);
  if (pattern.startsWith('*.')) return host.endsWith(pattern.slice(1));
  return pattern.endsWith('.*') && host.startsWith(pattern.slice(0, -1));
}

/** `~` with case, `~*` without. */
function keyMatch(key: string, source: string): Match | null {
  const insensitive = key.startsWith('~*');
  return match(key.slice(insensitive ? 2 : 1), source, insensitive);
}

/** Maps by the name of their variable, the last of a name wins. */
export function mapsOf(directives: readonly Directive[]): ReadonlyMap<string, Directive> {
  const maps = new Map<string, Directive>();
  for (const map of named(directives, 'map')) maps.set(arg(map, 1).replace(/^\$/, ''), map);
  return maps;
}
