import {
  locationFor,
  usesRegex,
  type IngressObject,
  type Location,
  type Server,
  type Servers,
} from '../../targets/ingress-nginx/model.js';
import { pathPattern, type PathPattern } from './patterns.js';
import { samplePath } from './sample.js';

/** A path as every destination can say it, or not. */
export interface RoutedPath extends PathPattern {
  /** A path that is answered here, for requests; null where none can be made up. */
  readonly sample: string | null;
  readonly service: string;
  /** A number or a name. */
  readonly port: string;
  /** The location of the controller that it stands for. */
  readonly location: Location;
}

/** What one Ingress object answers of one host. */
export interface RoutedHost {
  /** Empty for every host. */
  readonly host: string;
  readonly paths: readonly RoutedPath[];
}

/** What one Ingress object answers, without what other objects answer instead of it. */
export interface RoutedObject {
  readonly ingress: IngressObject;
  readonly hosts: readonly RoutedHost[];
}

/** The routing of each object as the controller has it: paths that an older object answers are left out. */
export function routedObjects(
  ingresses: readonly IngressObject[],
  servers: Servers,
): readonly RoutedObject[] {
  const byIngress = new Map<IngressObject, Map<string, RoutedPath[]>>();
  for (const server of servers.values())
    for (const location of server.locations) {
      const { host } = server;
      const routed = routedPath(location, server);
      if (routed === null) continue;
      const hosts = byIngress.get(location.ingress) ?? new Map<string, RoutedPath[]>();
      byIngress.set(location.ingress, hosts);
      hosts.set(host, [...(hosts.get(host) ?? []), routed]);
    }
  return ingresses.flatMap((ingress) => {
    const hosts = byIngress.get(ingress);
    if (hosts === undefined) return [];
    return [{ ingress, hosts: [...hosts].map(([host, paths]) => ({ host, paths })) }];
  });
}

function routedPath(location: Location, server: Server): RoutedPath | null {
  const { backend } = location;
  if (backend === null) return null;
  const colon = backend.lastIndexOf(':');
  const service = colon === -1 ? backend : backend.slice(0, colon);
  const port = colon === -1 ? '80' : backend.slice(colon + 1);
  const { path, kind, openEnd } = matchOf(location, server);
  return {
    path,
    kind,
    sample: sampleOf(kind === 'Regex' ? samplePath(path) : path, location, server),
    openEnd,
    service,
    port,
    location,
  };
}

/** What a location stands for; a pattern only where its own object says so. */
function matchOf(location: Location, { regexBy }: Server): PathPattern {
  if (usesRegex(location)) return pathPattern(location.path);
  const { path, exact } = location;
  const openEnd = regexBy !== null && !path.endsWith('/');
  return { path, kind: exact ? 'Exact' : 'Prefix', openEnd };
}

/** A path of a location's that no other one answers. */
function sampleOf(path: string | null, location: Location, server: Server): string | null {
  return path !== null && locationFor(server, path) === location ? path : null;
}
