import { isMap, type YAMLMap } from 'yaml';
import type { UrlRecord } from '../../protocol/index.js';
import { compilePattern } from '../support/pattern.js';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';

/** A route of an HTTPProxy with a virtual host. */
export interface ProxyRoute {
  /** The path; for `regex` the expression, which matches whole paths. */
  readonly path: string;
  readonly kind: 'exact' | 'regex' | 'prefix';
  readonly span: Span;
}

/** An HTTPProxy that is a root: it has a virtual host, for which its CORS policy holds. */
export interface RootProxy {
  readonly node: YAMLMap;
  readonly virtualHost: YAMLMap;
  readonly host: string;
  readonly routes: readonly ProxyRoute[];
  /** Whether it includes others, whose routes are in their own objects. */
  readonly includes: boolean;
}

/** Whether an object is an HTTPProxy. */
export function isHttpProxy(map: YAMLMap): boolean {
  return (
    textAt(map, 'kind') === 'HTTPProxy' &&
    (textAt(map, 'apiVersion') ?? '').startsWith('projectcontour.io/')
  );
}

// In the order in which they are asked: https://projectcontour.io/docs/main/config/request-routing/
const KINDS = ['exact', 'regex', 'prefix'] as const;

/** All root proxies; those without a virtual host are only included by others. */
export function rootProxies(maps: readonly YAMLMap[]): readonly RootProxy[] {
  return maps.flatMap((node) => {
    const virtualHost = nodeAt(node, 'spec', 'virtualhost');
    const host = textAt(virtualHost, 'fqdn');
    if (!isMap(virtualHost) || host === null) return [];
    const routes = itemsAt(node, 'spec', 'routes').map((route): ProxyRoute => {
      const conditions = itemsAt(route, 'conditions');
      const said = KINDS.flatMap((kind) =>
        conditions.flatMap((each) => {
          const path = textAt(each, kind);
          return path === null ? [] : [{ kind, path }];
        }),
      );
      return { ...(said[0] ?? { kind: 'prefix', path: '/' }), span: spanOf(route) };
    });
    const includes = itemsAt(node, 'spec', 'includes').length > 0;
    return [{ node, virtualHost: virtualHost as YAMLMap, host, routes, includes }];
  });
}

/** The proxy of a host: its own name, else a wildcard of one label. */
export function proxyFor(proxies: readonly RootProxy[], { hostname }: UrlRecord): RootProxy | null {
  const dot = hostname.indexOf('.');
  const wildcard = `*${hostname.slice(Math.max(0, dot))}`;
  return (
    proxies.find(({ host }) => host === hostname) ??
    proxies.find(({ host }) => host === wildcard) ??
    null
  );
}

/**
 * The route of a proxy that takes a path: the exact one, else the longest regular
 * expression, else the longest prefix by path elements.
 */
export function routeFor({ routes }: RootProxy, path: string): ProxyRoute | null {
  const [best] = routes
    .filter((route) => takes(route, path))
    .toSorted(
      (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.path.length - a.path.length,
    );
  return best ?? null;
}

function takes({ kind, path: own }: ProxyRoute, path: string): boolean {
  if (kind === 'regex') return compilePattern(own, true)?.test(path) ?? false;
  if (path === own) return true;
  return kind === 'prefix' && path.startsWith(own.endsWith('/') ? own : `${own}/`);
}
