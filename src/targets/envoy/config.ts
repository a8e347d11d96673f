import type { Node, YAMLMap } from 'yaml';
import { itemsAt, nodeAt, textAt } from '../support/yaml/read.js';
import { fieldAt, fieldMaps, fieldText, fieldTexts, mapsWith, typeOf } from './field.js';

/** What takes connections and hands requests to filters and routes. */
export interface Manager {
  /** The map that holds `http_filters`. */
  readonly node: YAMLMap;
  readonly filters: readonly HttpFilter[];
  /** The ports of its listener, as texts; none where the file does not have the listener. */
  readonly port: string | null;
  /** Whether connections come in over TLS. */
  readonly tls: boolean;
}

/** An entry of `http_filters`. */
export interface HttpFilter {
  readonly node: YAMLMap;
  readonly name: string;
  /** `cors`, `router`, `jwt_authn` …: the last part of its type's or its own name. */
  readonly kind: string;
}

/** A RouteConfiguration and who uses it. */
export interface RouteTable {
  readonly node: YAMLMap;
  /** Null where routes are in a file of their own (RDS). */
  readonly manager: Manager | null;
  readonly hosts: readonly VirtualHost[];
  /** Whether a port in Host counts for nothing. */
  readonly ignoresPort: boolean;
}

/** An entry of `virtual_hosts`. */
export interface VirtualHost {
  readonly node: YAMLMap;
  readonly name: string;
  readonly domains: readonly string[];
  readonly routes: readonly YAMLMap[];
}

interface Around {
  readonly listener: YAMLMap | null;
  readonly chain: YAMLMap | null;
  readonly manager: YAMLMap | null;
}

/** Whether a document is configuration of Envoy: routes, or a manager that has them elsewhere. */
export function isEnvoy(map: YAMLMap): boolean {
  // Objects of Kubernetes may hold pieces of it, and are other targets'.
  if (nodeAt(map, 'kind') !== null && nodeAt(map, 'apiVersion') !== null) return false;
  return tablesOf([map]).length > 0;
}

/** All route configurations, in the order of the text. */
export function tablesOf(maps: readonly YAMLMap[]): readonly RouteTable[] {
  const found: { readonly map: YAMLMap; readonly carried: Around }[] = [];
  const managers: { readonly map: YAMLMap; readonly carried: Around }[] = [];
  for (const document of maps)
    for (const each of mapsWith(document, around, { listener: null, chain: null, manager: null })) {
      if (isTable(each.map)) found.push(each);
      if (each.map === each.carried.manager) managers.push(each);
    }
  return found.map(({ map, carried }) => {
    const user =
      carried.manager === null
        ? managers.find((each) => {
            const name = fieldText(each.map, 'rds', 'route_config_name');
            return name !== null && name === textAt(map, 'name');
          })?.carried
        : carried;
    const manager = user === undefined ? null : managerOf(user);
    return {
      node: map,
      manager,
      hosts: fieldMaps(map, 'virtual_hosts').map((node) => ({
        node,
        name: textAt(node, 'name') ?? '?',
        domains: fieldTexts(node, 'domains'),
        routes: fieldMaps(node, 'routes'),
      })),
      ignoresPort:
        fieldText(map, 'ignore_port_in_host_matching') === 'true' ||
        fieldText(manager?.node ?? null, 'strip_any_host_port') === 'true',
    };
  });
}

function isTable(map: YAMLMap): boolean {
  return fieldMaps(map, 'virtual_hosts').some((host) => fieldAt(host, 'domains') !== null);
}

function around(map: YAMLMap, outer: Around): Around {
  if (fieldAt(map, 'filter_chains') !== null || fieldAt(map, 'default_filter_chain') !== null)
    return { ...outer, listener: map };
  if (itemsAt(fieldAt(map, 'filters')).length > 0) return { ...outer, chain: map };
  if (fieldAt(map, 'http_filters') !== null || typeOf(map).endsWith('.HttpConnectionManager'))
    return { ...outer, manager: map };
  return outer;
}

function managerOf({ listener, chain, manager }: Around): Manager | null {
  if (manager === null) return null;
  const filters = fieldMaps(manager, 'http_filters').map((node) => {
    const name = textAt(node, 'name') ?? '';
    return { node, name, kind: kindOf(fieldAt(node, 'typed_config'), name) };
  });
  return {
    node: manager,
    filters,
    port: fieldText(listener, 'address', 'socket_address', 'port_value'),
    tls: fieldAt(chain, 'transport_socket') !== null || fieldAt(chain, 'tls_context') !== null,
  };
}

/** Types tell better than names, which are the user's: `envoy.extensions.filters.http.cors.v3.Cors`. */
function kindOf(config: Node | null, name: string): string {
  const type = /\.http\.(\w+)\.v\w+\.\w+$/.exec(typeOf(config))?.[1];
  return type ?? name.slice(name.lastIndexOf('.') + 1);
}

/** The CORS filter of a manager; null where it has none. */
export function corsFilter(manager: Manager | null): HttpFilter | null {
  return manager?.filters.find(({ kind }) => kind === 'cors') ?? null;
}

/** The names of a virtual host, without the ports that stand beside them; none for any. */
export function namesOf({ domains }: VirtualHost): readonly string[] {
  const names = domains.map((domain) => domain.replace(/:(?:\d+|\*)$/, ''));
  return [...new Set(names)].filter((name) => name !== '*');
}

/** Whether a file is written for the API that Envoy has not read since 1.18. */
export function isVersion2({ node, manager }: RouteTable): boolean {
  const types = [typeOf(node), typeOf(manager?.node ?? null)];
  return (
    types.some((type) => /^envoy\.(?:api\.v2|config\.filter)\./.test(type)) ||
    manager?.filters.some(({ name }) => /^envoy\.(?:cors|router)$/.test(name)) === true
  );
}
