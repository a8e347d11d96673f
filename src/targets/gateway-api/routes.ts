import { isMap, type YAMLMap } from 'yaml';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import { itemsAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';

/** One match of one rule of an HTTPRoute. */
export interface Match {
  readonly route: YAMLMap;
  readonly rule: YAMLMap;
  readonly hostnames: readonly string[];
  readonly type: string;
  readonly path: string;
  /** Empty for every method. */
  readonly method: string;
  /** Whether it also asks for headers or a query, which is not followed. */
  readonly conditional: boolean;
  readonly span: Span;
}

/** Whether an object is an HTTPRoute of the Gateway API. */
export function isHttpRoute(map: YAMLMap): boolean {
  return (
    textAt(map, 'kind') === 'HTTPRoute' &&
    (textAt(map, 'apiVersion') ?? '').startsWith('gateway.networking.k8s.io/')
  );
}

/** `namespace/name`. */
export function nameOf(route: YAMLMap): string {
  return `${textAt(route, 'metadata', 'namespace') ?? 'default'}/${textAt(route, 'metadata', 'name') ?? '?'}`;
}

/** All matches; a rule without any matches every path. */
export function matchesOf(routes: readonly YAMLMap[]): readonly Match[] {
  return routes.flatMap((route) => {
    const hostnames = itemsAt(route, 'spec', 'hostnames').flatMap((node) => textAt(node) ?? []);
    return itemsAt(route, 'spec', 'rules').flatMap((rule) => {
      if (!isMap(rule)) return [];
      const common = { route, rule: rule as YAMLMap, hostnames };
      const matches = itemsAt(rule, 'matches');
      if (matches.length === 0)
        return [
          {
            ...common,
            type: 'PathPrefix',
            path: '/',
            method: '',
            conditional: false,
            span: spanOf(rule),
          },
        ];
      return matches.map((match) => ({
        ...common,
        type: textAt(match, 'path', 'type') ?? 'PathPrefix',
        path: textAt(match, 'path', 'value') ?? '/',
        method: textAt(match, 'method') ?? '',
        conditional: itemsAt(match, 'headers').length + itemsAt(match, 'queryParams').length > 0,
        span: spanOf(match),
      }));
    });
  });
}

/**
 * The match that answers: the longest host name, then exact paths, the longest
 * prefix, a method, the first.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function answering(
  matches: readonly Match[],
  url: UrlRecord,
  method: NetworkRequest['method'],
): Match | null {
  const [best] = matches
    .filter(
      ({ hostnames }) =>
        hostnames.length === 0 || hostnames.some((name) => isHost(name, url.hostname)),
    )
    .filter(
      (match) => isPath(match, url.pathname) && (match.method === '' || match.method === method),
    )
    .toSorted((a, b) => rank(b, url) - rank(a, url));
  return best ?? null;
}

function rank({ hostnames, type, path, method }: Match, { hostname }: UrlRecord): number {
  const host = Math.max(
    0,
    ...hostnames
      .filter((name) => isHost(name, hostname))
      .map((name) => (name.startsWith('*') ? name.length : 1000 + name.length)),
  );
  return host * 1e8 + (type === 'Exact' ? 1e7 : 0) + path.length * 10 + (method === '' ? 0 : 1);
}

/** A wildcard stands for one label or more. */
function isHost(pattern: string, hostname: string): boolean {
  return pattern === hostname || (pattern.startsWith('*.') && hostname.endsWith(pattern.slice(1)));
}

/** Prefixes go by path elements; regular expressions are the implementation's and match nothing here. */
function isPath({ type, path }: Match, pathname: string): boolean {
  if (type === 'Exact') return pathname === path;
  if (type !== 'PathPrefix') return false;
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return pathname === path || `${pathname}/`.startsWith(prefix);
}
