import {
  parseBool,
  type IngressObject,
  type Location,
  type Servers,
} from '../../targets/ingress-nginx/model.js';

/** A path as every destination can say it, or not. */
export interface RoutedPath {
  readonly path: string;
  readonly kind: 'Exact' | 'Prefix' | 'Regex';
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
  for (const { host, locations } of servers.values())
    for (const location of locations) {
      const routed = routedPath(location);
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

function routedPath(location: Location): RoutedPath | null {
  const { backend, path, exact, ingress } = location;
  if (backend === null) return null;
  const colon = backend.lastIndexOf(':');
  const service = colon === -1 ? backend : backend.slice(0, colon);
  const port = colon === -1 ? '80' : backend.slice(colon + 1);
  const regex = parseBool(ingress.annotations.get('use-regex')?.value) === true;
  const kind = regex ? 'Regex' : exact ? 'Exact' : 'Prefix';
  return { path, kind, service, port, location };
}
