import { matcherOf, pathsOf, scopeOf, type Scope } from './matchers.js';
import type { Directive } from './parse.js';

/** https://caddyserver.com/docs/caddyfile/directives#directive-order, those that decide about answers. */
const ORDER = [
  'tracing',
  'map',
  'vars',
  'root',
  'header',
  'copy_response_headers',
  'request_body',
  'redir',
  'method',
  'rewrite',
  'uri',
  'try_files',
  'basicauth',
  'forward_auth',
  'request_header',
  'encode',
  'push',
  'templates',
  'handle',
  'route',
  'abort',
  'error',
  'respond',
  'metrics',
  'reverse_proxy',
  'php_fastcgi',
  'file_server',
];
const ALIAS: Readonly<Record<string, string>> = {
  basic_auth: 'basicauth',
  handle_path: 'handle',
};

/** Where a directive comes in Caddy's order; null for those that have no place in it. */
export function rank({ name }: Directive): number | null {
  const index = ORDER.indexOf(ALIAS[name] ?? name);
  return index === -1 ? null : index;
}

/**
 * The directives of a block in the order in which they are done: by their kind,
 * then the longer single path first, then those with a matcher, then as written
 * (sortRoutes in caddyconfig/httpcaddyfile/directives.go).
 */
export function sorted(block: readonly Directive[], outer: Scope): readonly Directive[] {
  const known = SORTED.get(block);
  if (known?.outer === outer) return known.order;
  const order = sort(block, outer);
  SORTED.set(block, { outer, order });
  return order;
}

/** Sorted once for many requests. */
const SORTED = new WeakMap<
  readonly Directive[],
  { readonly outer: Scope; readonly order: readonly Directive[] }
>();

function sort(block: readonly Directive[], outer: Scope): readonly Directive[] {
  const scope = scopeOf(block, outer);
  const keyed = block.flatMap((directive) => {
    const kind = rank(directive);
    return kind === null ? [] : [{ directive, kind, length: pathLength(directive, scope) }];
  });
  const plain = (directive: Directive): number => ((matcherOf(directive) ?? '*') === '*' ? 1 : 0);
  return keyed
    .toSorted(
      (a, b) => a.kind - b.kind || b.length - a.length || plain(a.directive) - plain(b.directive),
    )
    .map(({ directive }) => directive);
}

/** The length of the path by which Caddy sorts: of the only one that a matcher names. */
export function pathLength(directive: Directive, scope: Scope): number {
  const paths = pathsOf(directive, scope);
  return paths?.length === 1 ? (paths[0]?.length ?? 0) : 0;
}
