import { isMap, type YAMLMap } from 'yaml';
import type { UrlRecord } from '../../protocol/index.js';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';

/** A route of an HTTPProxy with a virtual host. */
export interface ProxyRoute {
  readonly prefix: string;
  /** For an exact path. */
  readonly exact: boolean;
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

/** All root proxies; those without a virtual host are only included by others. */
export function rootProxies(maps: readonly YAMLMap[]): readonly RootProxy[] {
  return maps.flatMap((node) => {
    const virtualHost = nodeAt(node, 'spec', 'virtualhost');
    const host = textAt(virtualHost, 'fqdn');
    if (!isMap(virtualHost) || host === null) return [];
    const routes = itemsAt(node, 'spec', 'routes').map((route): ProxyRoute => {
      const conditions = itemsAt(route, 'conditions');
      const prefix = conditions.map((each) => textAt(each, 'prefix')).find((each) => each !== null);
      const exact = conditions.map((each) => textAt(each, 'exact')).find((each) => each !== null);
      return { prefix: exact ?? prefix ?? '/', exact: exact != null, span: spanOf(route) };
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

/** The route of a proxy that takes a path: the exact one, else the longest prefix by path elements. */
export function routeFor({ routes }: RootProxy, path: string): ProxyRoute | null {
  const takes = ({ prefix, exact }: ProxyRoute): boolean =>
    exact
      ? path === prefix
      : path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
  const [best] = routes
    .filter(takes)
    .toSorted((a, b) => Number(b.exact) - Number(a.exact) || b.prefix.length - a.prefix.length);
  return best ?? null;
}
