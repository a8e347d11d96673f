import {
  ANY_ORIGIN,
  readAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import { answeredPolicy } from '../support/answered.js';
import { arg, named, type Directive } from './parse.js';
import { inherited } from './scopes.js';
import { simulate } from './simulate.js';
import type { Site } from './servers.js';
import { mapsOf } from './variables.js';

/** What a place allows, as far as it can be told; `unclear` where it cannot. */
export interface Found {
  readonly policy: CorsPolicy | null;
  readonly unclear: string | null;
}

/** Reads whom a place lets in from its Allow-Origin lines, and the rest from what it answers them. */
export function policyAt(
  site: Site,
  url: string,
  scopes: readonly (readonly Directive[])[],
): Found {
  const lines = inherited(scopes, 'add_header', 'more_set_headers');
  const allow = lines.flatMap((line) => allowOriginOf(line) ?? []);
  const [value] = allow;
  const conditions = named(scopes.at(-1) ?? [], 'if').flatMap(({ block }) => block ?? []);
  if (value === undefined)
    return {
      policy: null,
      unclear: conditions.some((line) => allowOriginOf(line) !== null)
        ? 'Access-Control-Allow-Origin is sent within an if alone: whom that lets in is not told as a policy.'
        : null,
    };
  if (allow.length > 1)
    return { policy: null, unclear: 'Access-Control-Allow-Origin is added more than once.' };
  const origins = originsOf(site, value);
  if (typeof origins === 'string') return { policy: null, unclear: origins };
  const policy = answeredPolicy(origins, url, (asked) =>
    simulate(site, asked, () => ({ status: 200, headers: [] })),
  );
  return { policy, unclear: null };
}

/** The value of an Access-Control-Allow-Origin line; null for other lines. */
export function allowOriginOf(line: Directive): string | null {
  if (line.name === 'add_header')
    return /^access-control-allow-origin$/i.test(arg(line, 0)) ? arg(line, 1) : null;
  for (const { value } of line.args) {
    const match = /^access-control-allow-origin:\s*(.*)$/i.exec(value);
    if (match?.[1] !== undefined) return match[1];
  }
  return null;
}

function originsOf(site: Site, value: string): readonly AllowedOrigin[] | string {
  if (value === '$http_origin') return 'Every origin is echoed ($http_origin).';
  if (!value.startsWith('$')) {
    const read = readAllowedOrigin(value).value;
    return read === null ? `"${value}" is no origin.` : [read];
  }
  const map = mapsOf(site.http).get(value.slice(1).replaceAll(/[{}]/g, ''));
  if (map === undefined) return `What ${value} is cannot be told from here.`;
  if (arg(map, 0) !== '$http_origin') return `${value} does not come from $http_origin alone.`;
  const origins: AllowedOrigin[] = [];
  for (const entry of map.block ?? []) {
    const to = arg(entry, 0);
    if (to === '' || ['hostnames', 'volatile', 'include'].includes(entry.name)) continue;
    const allowed =
      entry.name === 'default' ? (to === '*' ? ANY_ORIGIN : null) : keyOrigin(entry.name);
    if (allowed === null)
      return `"${entry.name}" in the map of ${value} is no origin or pattern of sub-domains.`;
    if (allowed.kind === 'exact' && to !== '$http_origin' && to !== allowed.origin)
      return `The map of ${value} answers ${to} to ${allowed.origin}.`;
    origins.push(allowed);
  }
  return origins;
}

/** `^https://[a-z0-9-]+\.example\.com$` and its kin; null for what is another pattern. */
export function keyOrigin(name: string): AllowedOrigin | null {
  if (!name.startsWith('~')) return readAllowedOrigin(name).value;
  const match =
    /^~\*?\^([a-z][a-z0-9+.-]*):(?:\/\/|\\\/\\\/)(.*?)\\\.((?:[\w-]+\\\.)*[\w-]+)(?::(\d+))?\$$/.exec(
      name,
    );
  if (match === null) return literal(name);
  const [, scheme = '', labels = '', domain = '', port = ''] = match;
  const one = /^\(?(?:\[a-z0-9_-\]|\[\^\.\]|\[\\w-\]|\[a-z0-9-\]|\[a-zA-Z0-9-\])\+\)?$/;
  const any = /^(?:\(?\.[+*]\)?|\[a-z0-9_-\]\+\(\\\.\[a-z0-9_-\]\+\)\*)$/;
  const depth = one.test(labels) ? 'one' : any.test(labels) ? 'any' : null;
  const plain = domain.replaceAll('\\', '');
  return depth === null
    ? literal(name)
    : { kind: 'subdomains', scheme, domain: plain, port, depth };
}

/** `~^https://app\.example\.com$`: one origin, written as a pattern. */
function literal(name: string): AllowedOrigin | null {
  const match = /^~\*?\^([^$()[\]{}|*+?]+)\$$/.exec(name);
  if (match?.[1] === undefined || /(?<!\\)\./.test(match[1])) return null;
  return readAllowedOrigin(match[1].replaceAll('\\', '')).value;
}
