import { parseUrl, type Header, type NetworkRequest } from '../../protocol/index.js';
import type { SimulatedHeader, SimulatedResponse, Span, Upstream } from '../target.js';
import { arg, named, type Directive } from './parse.js';
import { locationFor, serverFor, type Site } from './servers.js';
import { mapsOf, Variables } from './variables.js';

/** Statuses to which add_header adds without `always`: ngx_http_headers_module. */
const USUAL = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

/** Directive blocks from the outermost in; the last is the one that answers. */
type Scopes = readonly (readonly Directive[])[];

interface Ended {
  readonly status: number;
  readonly location: string | null;
  readonly span: Span;
}

/** What nginx answers to a request with this configuration. */
export function simulate(
  site: Site,
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const url = parseUrl(request.url);
  const server = url === null ? null : serverFor(site, url);
  if (url === null || server === null) return bare(404);
  const variables = new Variables(mapsOf(site.http), request, url);
  const outer: Scopes = [site.http, server.block ?? []];
  const early = rewrite(server.block ?? [], outer, variables);
  if (early.ended !== null) return answer(early.ended, early.scopes, variables);
  const path = locationFor(server.block ?? [], url.pathname);
  const scopes: Scopes = [...early.scopes, ...path.map(({ block }) => block ?? [])];
  const late =
    path.length === 0 ? { ended: null, scopes } : rewrite(scopes.at(-1) ?? [], scopes, variables);
  const span = path.at(-1)?.span ?? server.span;
  const ended = late.ended ?? denied(late.scopes, span);
  if (ended !== null) return answer(ended, late.scopes, variables);
  const { status, headers } = upstream(request);
  const hidden = inherited(
    late.scopes,
    'proxy_hide_header',
    'fastcgi_hide_header',
    'uwsgi_hide_header',
    'grpc_hide_header',
    'scgi_hide_header',
  ).map((hide) => arg(hide, 0).toLowerCase());
  const kept = headers.filter(([name]) => !hidden.includes(name.toLowerCase()));
  return {
    status,
    headers: withOwn(status, kept, late.scopes, variables),
    answeredBy: 'upstream',
    span,
  };
}

function bare(status: number): SimulatedResponse {
  return { status, headers: [], answeredBy: 'server', span: null };
}

function answer(
  { status, location, span }: Ended,
  scopes: Scopes,
  variables: Variables,
): SimulatedResponse {
  const first: Header[] = location === null ? [] : [['Location', location]];
  return { status, headers: withOwn(status, first, scopes, variables), answeredBy: 'server', span };
}

/** The rewrite phase of one block: set, if, return, rewrite, in their order. */
function rewrite(
  block: readonly Directive[],
  scopes: Scopes,
  variables: Variables,
): { readonly ended: Ended | null; readonly scopes: Scopes } {
  let now = scopes;
  for (const directive of block) {
    const { name, span } = directive;
    if (name === 'set')
      variables.set(arg(directive, 0).replace(/^\$/, ''), variables.expand(arg(directive, 1)));
    else if (name === 'return') return { ended: returned(directive, variables), scopes: now };
    else if (
      name === 'rewrite' &&
      /^(redirect|permanent)$/.test(arg(directive, 2)) &&
      new RegExp(safe(arg(directive, 0))).test(variables.url.pathname)
    )
      return {
        ended: {
          status: arg(directive, 2) === 'permanent' ? 301 : 302,
          location: variables.expand(arg(directive, 1)),
          span,
        },
        scopes: now,
      };
    else if (name === 'if' && holds(directive, variables)) {
      // Each `if` that holds is a location of its own; the last one is in force.
      now = [...scopes, directive.block ?? []];
      const inner = rewrite(directive.block ?? [], now, variables);
      if (inner.ended !== null) return inner;
    }
  }
  return { ended: null, scopes: now };
}

function safe(pattern: string): string {
  try {
    return new RegExp(pattern).source;
  } catch {
    return '(?!)';
  }
}

function returned(directive: Directive, variables: Variables): Ended {
  const [first = '', second] = directive.args.map(({ value }) => value);
  const { span } = directive;
  if (!/^\d+$/.test(first)) return { status: 302, location: variables.expand(first), span };
  const status = Number(first);
  const redirect = [301, 302, 303, 307, 308].includes(status) && second !== undefined;
  return { status, location: redirect ? variables.expand(second) : null, span };
}

/** https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#if; tests of files hold for none. */
function holds({ args }: Directive, variables: Variables): boolean {
  const words = args.map(({ value }) => value);
  words[0] = (words[0] ?? '').replace(/^\(/, '');
  words[words.length - 1] = (words.at(-1) ?? '').replace(/\)$/, '');
  const [left = '', operator, right = ''] = words.filter((word) => word !== '');
  const value = variables.expand(left);
  if (operator === undefined) return value !== '' && value !== '0';
  if (operator === '=') return value === variables.expand(right);
  if (operator === '!=') return value !== variables.expand(right);
  const match = /^(!?)(~\*?)$/.exec(operator);
  if (match === null) return false;
  const found = new RegExp(safe(right), match[2] === '~*' ? 'i' : '').test(value);
  return (match[1] === '!') !== found;
}

/** The access phase, as far as it is alike for everybody. */
function denied(scopes: Scopes, span: Span): Ended | null {
  const [basic] = inherited(scopes, 'auth_basic');
  if (basic !== undefined && arg(basic, 0) !== 'off')
    return { status: 401, location: null, span: basic.span };
  const access = inherited(scopes, 'allow', 'deny');
  const [first] = access;
  return first?.name === 'deny' && arg(first, 0) === 'all'
    ? { status: 403, location: null, span }
    : null;
}

/** The directives of a name in the innermost block that has any: most array directives inherit so. */
export function inherited(scopes: Scopes, ...names: readonly string[]): readonly Directive[] {
  for (const scope of scopes.toReversed()) {
    const found = named(scope, ...names);
    if (found.length > 0) return found;
  }
  return [];
}

/** The headers of an answer after add_header and headers-more. */
function withOwn(
  status: number,
  headers: readonly Header[],
  scopes: Scopes,
  variables: Variables,
): readonly SimulatedHeader[] {
  let list: SimulatedHeader[] = headers.map(([name, value]) => ({ name, value, span: null }));
  for (const add of inherited(scopes, 'add_header')) {
    const always = arg(add, 2) === 'always';
    const value = variables.expand(arg(add, 1));
    if (value !== '' && (always || USUAL.has(status)))
      list.push({ name: arg(add, 0), value, span: add.span });
  }
  // headers-more runs outer blocks first, then inner ones.
  for (const scope of scopes)
    for (const more of named(scope, 'more_set_headers', 'more_clear_headers'))
      list = withMore(list, more, status, variables);
  return list;
}

/** https://github.com/openresty/headers-more-nginx-module */
function withMore(
  list: SimulatedHeader[],
  more: Directive,
  status: number,
  variables: Variables,
): SimulatedHeader[] {
  const words = more.args.map(({ value }) => value);
  const at = words.indexOf('-s');
  if (at !== -1 && !(words[at + 1] ?? '').split(/\s+/).includes(String(status))) return list;
  const lines = words.filter(
    (_, index) =>
      !(words[index] ?? '').startsWith('-') && !(words[index - 1] ?? '').startsWith('-'),
  );
  let result = list;
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:]*):?\s*(.*)$/s.exec(line) ?? [];
    const lower = name.trim().toLowerCase();
    const without = result.filter((header) => header.name.toLowerCase() !== lower);
    const set = more.name === 'more_set_headers' ? variables.expand(value) : '';
    result =
      set === '' ? without : [...without, { name: name.trim(), value: set, span: more.span }];
  }
  return result;
}
