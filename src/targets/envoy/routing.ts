import type { YAMLMap } from 'yaml';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import type { RouteTable, VirtualHost } from './config.js';
import { routeMatch, takes } from './match.js';

/** The virtual host that a request comes to. */
export interface Reached {
  readonly table: RouteTable;
  readonly host: VirtualHost;
}

/** A request's route. */
export interface Routed extends Reached {
  readonly route: YAMLMap;
}

/**
 * The virtual host for a URL: of the listener with its port or scheme where the file
 * has several, and of its names the exact one, then the longest `*.example.com`, then
 * the longest `example.*`, then `*`.
 * envoyproxy/envoy, source/common/router/config_impl.cc (findVirtualHost)
 */
export function reachedBy(tables: readonly RouteTable[], url: UrlRecord): Reached | null {
  for (const table of inOrder(tables, url)) {
    const host = hostOf(table, url);
    if (host !== null) return { table, host };
  }
  return null;
}

/** The route of a request: the first whose match holds. */
export function routedTo(
  tables: readonly RouteTable[],
  request: NetworkRequest,
  url: UrlRecord,
): Routed | null {
  const reached = reachedBy(tables, url);
  const route = reached?.host.routes.find((each) => takes(routeMatch(each), request, url));
  return reached === null || route === undefined ? null : { ...reached, route };
}

/** The tables by how well their listener fits the URL: in containers, its port is often another. */
function inOrder(
  tables: readonly RouteTable[],
  { port, protocol }: UrlRecord,
): readonly RouteTable[] {
  const secure = protocol === 'https:';
  const wanted = port === '' ? (secure ? '443' : '80') : port;
  const fit = ({ manager }: RouteTable): number =>
    manager === null ? 0 : Number(manager.port === wanted) * 2 + Number(manager.tls === secure);
  return tables.toSorted((a, b) => fit(b) - fit(a));
}

function hostOf({ hosts, ignoresPort }: RouteTable, url: UrlRecord): VirtualHost | null {
  const name = (ignoresPort ? url.hostname : url.host).toLowerCase();
  let best: { readonly host: VirtualHost; readonly rank: number } | null = null;
  for (const host of hosts)
    for (const domain of host.domains) {
      const rank = rankOf(domain.toLowerCase(), name);
      if (rank !== null && (best === null || rank > best.rank)) best = { host, rank };
    }
  return best?.host ?? null;
}

/** How well a domain fits a name; null where it does not. A wildcard stands for at least one character. */
function rankOf(domain: string, name: string): number | null {
  if (domain === '*') return 0;
  if (domain === name) return 3000;
  const rest = domain.length - 1;
  if (name.length <= rest) return null;
  if (domain.startsWith('*') && name.endsWith(domain.slice(1))) return 2000 + rest;
  if (domain.endsWith('*') && name.startsWith(domain.slice(0, -1))) return 1000 + rest;
  return null;
}
