import { writeAllowedOrigin, type AllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { applyChanges } from '../support/apply.js';
import { indentAt } from '../support/position.js';
import type { Change, Emission, Place, Source } from '../target.js';
import { corsDirectives, isCorsLine, ownMaps } from './own.js';
import { arg, named, parse, type Directive } from './parse.js';
import { notes, targetOf, type Target } from './place.js';
import { serverFor, siteOf, type Site } from './servers.js';

const RELOAD = 'nginx -t && nginx -s reload';
const HIDDEN = ['Origin', 'Credentials', 'Methods', 'Headers'].map(
  (name) => `Access-Control-Allow-${name}`,
);
const HIDE = [...HIDDEN, 'Access-Control-Expose-Headers', 'Access-Control-Max-Age'];

/**
 * The least change after which the location of a place says a policy: a map from
 * Origin to what may be echoed, the headers, and an `if` that answers preflights.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const reasons = policy.privateNetwork
    ? ['Access-Control-Allow-Private-Network is not written for nginx; let the API itself send it.']
    : [];
  const { text } = existing;
  const { directives, faults } = parse(text);
  if (faults.length > 0)
    reasons.push(`${existing.file} does not parse: ${faults[0]?.message ?? ''}`);
  const site = siteOf(directives);
  const url = parseUrl(place.origin + place.path);
  const server = url === null ? null : serverFor(site, url);
  if (url === null || server === null) {
    reasons.push(`${existing.file} has no server for ${place.origin}.`);
    return { kind: 'cannot', reasons };
  }
  const target = targetOf(server, url.pathname);
  if (typeof target === 'string') reasons.push(target);
  // headers-more sets its headers on top of those of add_header: two lines.
  const around = [site.http, server.block ?? []].flatMap((scope) =>
    named(scope, 'more_set_headers'),
  );
  if (around.some(isCorsLine))
    reasons.push(
      'more_set_headers around the location sets CORS headers for all of its server: take those lines out first.',
    );
  if (reasons.length > 0 || typeof target === 'string') return { kind: 'cannot', reasons };
  const id = `cors_${slug(place)}`;
  const changes = [
    ...ownMaps(site.http, id).map((map) => removal(text, map, 'the old map')),
    ...(policy.origins.length === 0 ? [] : [mapsChange(text, site, server, id, policy)]),
    ...locationChanges(text, site, server, target, id, policy, place.path),
  ];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const sorted = changes
    .filter(({ text: put, at }) => put !== '' || at === null || at.start < at.end)
    .map((change) => ({ ...change, text: change.text.replaceAll(/\r?\n/g, eol) }));
  if (applyChanges(text, sorted) === text)
    return { kind: 'change', changes: [], reload: RELOAD, notes: [] };
  return {
    kind: 'change',
    changes: sorted,
    reload: RELOAD,
    notes: notes(server, site, place.path),
  };
}

/**
 * nginx does not start with a map's key or a variable's name of more than 46
 * characters unless its hash buckets are enlarged (measured with 1.22.1, where
 * they have 64 bytes).
 */
const LONGEST_KEY = 40;
const LONGEST_SLUG = 24;

/** What tells a place's variables from those of others: readable, and short. */
function slug({ origin, path }: Place): string {
  const place = origin.replace(/^\w+:\/\//, '') + path;
  const name = place
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  if (name.length <= LONGEST_SLUG) return name;
  let sum = 0;
  for (const char of place) sum = (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  const mark = sum.toString(36).padStart(7, '0');
  return `${mark}_${name.slice(mark.length + 1 - LONGEST_SLUG)}`.replace('__', '_');
}

/** The maps, before the first server of their block. */
function mapsChange(
  text: string,
  { servers }: Site,
  server: Directive,
  id: string,
  policy: CorsPolicy,
): Change {
  const first = servers[0] ?? server;
  const lineStart = text.lastIndexOf('\n', first.span.start - 1) + 1;
  const alone = text.slice(lineStart, first.span.start).trim() === '';
  const start = alone ? lineStart : first.span.start;
  const indent = alone ? indentAt(text, first.span.start) : '';
  const any = policy.origins.some(({ kind }) => kind === 'any');
  const entries = policy.origins
    .filter(({ kind }) => kind !== 'any')
    .map((allowed) => `    ${key(allowed)} $http_origin;`);
  const lines = [
    `map $http_origin $${id} {`,
    `    default ${any ? '*' : '""'};`,
    ...entries,
    '}',
    `map "$request_method:$http_access_control_request_method:$${id}" $${id}_preflight {`,
    '    default "";',
    '    "~^OPTIONS:[^:]+:." 1;',
    '}',
    ...(policy.credentials
      ? [`map $${id} $${id}_credentials {`, '    default true;', '    "" "";', '}']
      : []),
    ...(policy.exposedHeaders.length > 0
      ? [
          `map $${id} $${id}_expose {`,
          `    default "${list(policy.exposedHeaders)}";`,
          '    "" "";',
          '}',
        ]
      : []),
  ];
  return {
    where: 'in the http block, before the servers',
    text: (alone ? '' : '\n') + lines.map((line) => `${indent}${line}\n`).join(''),
    at: { start, end: start },
  };
}

function key(allowed: AllowedOrigin): string {
  if (allowed.kind !== 'subdomains') {
    const text = writeAllowedOrigin(allowed);
    // Regular expressions are in no hash.
    return text.length <= LONGEST_KEY
      ? `"${text}"`
      : `"~^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$"`;
  }
  const domain = allowed.domain.replaceAll('.', '\\.');
  const labels = allowed.depth === 'one' ? '[a-z0-9_-]+' : '[a-z0-9_-]+(\\.[a-z0-9_-]+)*';
  return `"~^${allowed.scheme}://${labels}\\.${domain}${allowed.port === '' ? '' : `:${allowed.port}`}$"`;
}

function list(names: readonly string[] | '*'): string {
  return names === '*' ? '*' : names.join(', ');
}

function locationChanges(
  text: string,
  site: Site,
  server: Directive,
  { location, isNew }: Target,
  id: string,
  policy: CorsPolicy,
  path: string,
): Change[] {
  const block = location?.block ?? [];
  const outer = [server.block ?? [], site.http];
  const upper = isNew ? [block, ...outer] : outer;
  const hide = passesTo(block);
  const kept = [
    ...keptLines(text, block, upper, isNew),
    ...(hide === null ? [] : keptHides(text, block, upper, hide)),
  ];
  const lines = policy.origins.length === 0 ? [] : corsLines(id, policy, kept, hide);
  if (isNew) {
    if (lines.length === 0) return [];
    const inner =
      location === null || location.inner === null
        ? ''
        : text.slice(location.inner.start, location.inner.end);
    const nested = parse(inner).directives;
    const removed = [...corsDirectives(nested), ...named(nested, 'location')].map((each) =>
      removal(inner, each, ''),
    );
    const body = applyChanges(inner, dedupe(removed)).replace(/^\s*\n|\s+$/g, '');
    const at = location?.span.start ?? server.inner?.end ?? 0;
    const lineStart = text.lastIndexOf('\n', at - 1) + 1;
    const alone = text.slice(lineStart, at).trim() === '';
    const indent =
      location === null ? `${indentAt(text, server.span.start)}    ` : indentAt(text, at);
    const own = lines.map((line) => `${indent}    ${line}\n`).join('');
    return [
      {
        where: `in the server ${arg(named(server.block ?? [], 'server_name')[0] ?? server, 0)}, a location of its own`,
        text: `${alone ? '' : '\n'}${indent}location ${path} {\n${own}${body === '' ? '' : `${body}\n`}${indent}}\n`,
        at: { start: alone ? lineStart : at, end: alone ? lineStart : at },
      },
    ];
  }
  const { inner } = location!;
  const old = dedupe(
    corsDirectives(block).map((each) => removal(text, each, `what location ${path} said of CORS`)),
  );
  const open = inner!.start;
  const lineEnd = /^[ \t]*\r?\n/.exec(text.slice(open, inner!.end))?.[0].length ?? 0;
  const at = open + lineEnd;
  const indent = childIndent(text, location!);
  const own = lines.map((line) => `${indent}${line}\n`).join('');
  const put = lineEnd === 0 && own !== '' ? `\n${own}` : own;
  return [...old, { where: `in location ${path}`, text: put, at: { start: at, end: at } }];
}

/** How the lines of a block are indented: as its first one, or four blanks more than the block. */
function childIndent(text: string, { span, block }: Directive): string {
  const outer = indentAt(text, span.start);
  const [first] = block ?? [];
  const inner = first === undefined ? outer : indentAt(text, first.span.start);
  return inner.length > outer.length ? inner : `${outer}    `;
}

/** add_header lines that are not about CORS and would be cancelled by our own: as they stand. */
function keptLines(
  text: string,
  block: readonly Directive[],
  upper: readonly (readonly Directive[])[],
  isNew: boolean,
): readonly string[] {
  const own = named(block, 'add_header').filter((each) => !isCorsLine(each));
  // Those of the location itself stay where they are, or are copied with its body.
  if (own.length > 0 || (isNew && named(block, 'add_header').length > 0)) return [];
  const from = upper.find((scope) => named(scope, 'add_header').length > 0) ?? [];
  return named(from, 'add_header')
    .filter((each) => !isCorsLine(each))
    .map(({ span }) => text.slice(span.start, span.end));
}

/** Hide lines of the blocks around, which our own would cancel in the same way. */
function keptHides(
  text: string,
  block: readonly Directive[],
  upper: readonly (readonly Directive[])[],
  hide: string,
): readonly string[] {
  const standing = named(block, hide).filter((each) => !isCorsLine(each));
  if (standing.length > 0) return [];
  const from = upper.find((scope) => named(scope, hide).length > 0) ?? [];
  return named(from, hide)
    .filter((each) => !isCorsLine(each))
    .map(({ span }) => text.slice(span.start, span.end));
}

/** How the upstream's headers are hidden: by the module that passes on. */
function passesTo(block: readonly Directive[]): string | null {
  const pass = block.find(({ name }) => /^(proxy|fastcgi|uwsgi|grpc|scgi)_pass$/.test(name));
  return pass === undefined ? null : pass.name.replace('_pass', '_hide_header');
}

function corsLines(
  id: string,
  policy: CorsPolicy,
  kept: readonly string[],
  hide: string | null,
): readonly string[] {
  const any = policy.origins.some(({ kind }) => kind === 'any');
  const always = (name: string, value: string): string => `add_header ${name} ${value} always;`;
  const vary = any ? [] : [always('Vary', 'Origin')];
  const { methods, requestHeaders, maxAge } = policy;
  const preflight = [
    always('Access-Control-Allow-Origin', `$${id}`),
    ...vary,
    ...(policy.credentials ? [always('Access-Control-Allow-Credentials', 'true')] : []),
    ...(methods.length === 0 ? [] : [always('Access-Control-Allow-Methods', `"${list(methods)}"`)]),
    ...(requestHeaders.length === 0
      ? []
      : [always('Access-Control-Allow-Headers', `"${list(requestHeaders)}"`)]),
    ...(maxAge === null ? [] : [always('Access-Control-Max-Age', String(maxAge))]),
  ];
  return [
    ...kept.filter((line) => line !== ''),
    ...(hide === null ? [] : HIDE.map((name) => `${hide} ${name};`)),
    always('Access-Control-Allow-Origin', `$${id}`),
    ...vary,
    ...(policy.credentials
      ? [always('Access-Control-Allow-Credentials', `$${id}_credentials`)]
      : []),
    ...(policy.exposedHeaders.length === 0
      ? []
      : [always('Access-Control-Expose-Headers', `$${id}_expose`)]),
    `if ($${id}_preflight) {`,
    ...preflight.map((line) => `    ${line}`),
    '    return 204;',
    '}',
  ];
}

/** A directive taken out, with its line where it stands alone on it. */
function removal(text: string, { span }: Directive, where: string): Change {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const after = /^[ \t]*\r?\n/.exec(text.slice(span.end))?.[0].length ?? 0;
  const alone = text.slice(lineStart, span.start).trim() === '' && after > 0;
  return { where, text: '', at: alone ? { start: lineStart, end: span.end + after } : span };
}

/** Changes of which one lies within another are one. */
function dedupe(changes: readonly Change[]): readonly Change[] {
  return changes.filter(
    ({ at }, index) =>
      !changes.some(
        ({ at: other }, each) =>
          each !== index &&
          at !== null &&
          other !== null &&
          other.start <= at.start &&
          at.end <= other.end &&
          (other.end - other.start > at.end - at.start || each < index),
      ),
  );
}
