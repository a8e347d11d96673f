import { parseBool } from './annotations.js';
import { fullName, type IngressObject, type IngressPath } from './object.js';
import type { Span } from '../target.js';

/** One path of one rule, as the controller takes it up: what becomes a location of its nginx. */
export interface Location {
  /** Whose annotations hold there. */
  readonly ingress: IngressObject;
  /** Empty for every host. */
  readonly host: string;
  readonly path: string;
  readonly exact: boolean;
  /** `service:port`; null for the default backend of the controller, which answers 404. */
  readonly backend: string | null;
  readonly span: Span;
  /** The `/` that the controller makes for a host that has none. */
  readonly made: boolean;
}

/** A host and its locations: one `server` of the controller's nginx. */
export interface Server {
  /** Empty for what no other server answers. */
  readonly host: string;
  /** In the order in which nginx asks them where they are regular expressions. */
  readonly locations: readonly Location[];
  /** Paths that lost against the same path of an older object. */
  readonly shadowed: readonly { readonly location: Location; readonly by: Location }[];
  /** Whether all locations are regular expressions, and whose doing that is. */
  readonly regexBy: IngressObject | null;
  /** Objects with a rule for this host, in the controller's order, canaries left out. */
  readonly ingresses: readonly IngressObject[];
}

export type Servers = ReadonlyMap<string, Server>;

/** Whether an object only takes a share of another's requests; its CORS annotations count for nothing. */
export function isCanary({ annotations }: IngressObject): boolean {
  return parseBool(annotations.get('canary')?.value) === true;
}

/**
 * The servers that the controller makes of objects.
 * internal/ingress/controller/controller.go: getBackendServers, createServers
 * (v1.15.1): the oldest object goes first, of the same age the last by name;
 * objects of a file, which have no age, stay in their order.
 */
export function serversOf(objects: readonly IngressObject[]): Servers {
  const ordered = inOrder(objects).filter((ingress) => !isCanary(ingress));
  const hosts = new Map<string, { all: Location[]; ingresses: IngressObject[] }>();
  for (const ingress of ordered) {
    if (ingress.rules.length === 0 && ingress.defaultBackend !== null)
      add(hosts, ingress, '').push(rootOf(ingress, '', ingress.defaultBackend));
    for (const { host, paths } of ingress.rules) {
      const all = add(hosts, ingress, host);
      for (const path of paths) all.push(locationOf(ingress, host, path));
    }
  }
  return new Map(
    [...hosts].map(([host, { all, ingresses }]) => [host, serverOf(host, all, ingresses)]),
  );
}

function add(
  hosts: Map<string, { all: Location[]; ingresses: IngressObject[] }>,
  ingress: IngressObject,
  host: string,
): Location[] {
  const found = hosts.get(host) ?? { all: [], ingresses: [] };
  hosts.set(host, found);
  if (found.ingresses.at(-1) !== ingress) found.ingresses.push(ingress);
  return found.all;
}

/** internal/ingress/controller/store/store.go: ListIngresses sorts by creationTimestamp. */
function inOrder(objects: readonly IngressObject[]): readonly IngressObject[] {
  return objects.toSorted((a, b) => {
    if (a.created === null || b.created === null) return 0;
    if (a.created !== b.created) return a.created < b.created ? -1 : 1;
    return fullName(a) > fullName(b) ? -1 : 1;
  });
}

function locationOf(ingress: IngressObject, host: string, given: IngressPath): Location {
  const path = given.path === '' ? '/' : given.path;
  const { backend, span } = given;
  return { ingress, host, path, exact: given.pathType === 'Exact', backend, span, made: false };
}

function rootOf(ingress: IngressObject, host: string, backend: string | null): Location {
  return { ingress, host, path: '/', exact: false, backend, span: ingress.span, made: true };
}

function serverOf(
  host: string,
  all: readonly Location[],
  ingresses: readonly IngressObject[],
): Server {
  const first = new Map<string, Location>();
  const shadowed: { location: Location; by: Location }[] = [];
  for (const location of all) {
    const key = `${location.exact} ${location.path}`;
    const by = first.get(key);
    if (by === undefined) first.set(key, location);
    else if (by.ingress !== location.ingress) shadowed.push({ location, by });
  }
  const [oldest] = ingresses;
  // createServers: every host has a "/", by default of the first object that names the host;
  // that of the server for all other hosts is nobody's.
  if (oldest !== undefined && host !== '' && !first.has('false /'))
    first.set('false /', rootOf(oldest, host, oldest.defaultBackend));
  const locations = [...first.values()].toSorted(
    (a, b) => b.path.length - a.path.length || (a.path < b.path ? 1 : a.path > b.path ? -1 : 0),
  );
  const regexBy = locations.find(usesRegex)?.ingress ?? null;
  return { host, locations, shadowed, regexBy, ingresses };
}

/** One such object turns all locations of its host into regular expressions: template.go, enforceRegexModifier. */
export function usesRegex({ ingress: { annotations }, path }: Location): boolean {
  if (parseBool(annotations.get('use-regex')?.value) === true) return true;
  const rewrite = annotations.get('rewrite-target')?.value;
  return rewrite !== undefined && rewrite !== '' && rewrite !== path;
}
