import { stringify } from 'yaml';
import type { RoutedObject, RoutedPath } from '../routed.js';
import { documents, metadataOf, portOf } from '../destination.js';

/** HTTPRoutes that route as an Ingress object did: one a host, as CORS may differ by host. */
export function httpRoutes(object: RoutedObject): string {
  const routes = object.hosts.map(({ host, paths }, index) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadataOf(object, index === 0 ? '' : `-${index + 1}`),
    spec: {
      // The Gateway is new with the implementation; its name is the user's to choose.
      parentRefs: [{ name: 'gateway' }],
      ...(host === '' ? {} : { hostnames: [host] }),
      rules: paths.map((path) => ({
        matches: [{ path: matchOf(path) }],
        backendRefs: [{ name: path.service, port: portOf(path.port) }],
      })),
    },
  }));
  return documents(routes, (route) => stringify(route, { lineWidth: 0 }));
}

/** Implementations with Envoy match the whole path, so the open end is said. */
export function routePattern(path: string): string {
  return `${path}.*`;
}

function matchOf({ path, kind }: RoutedPath): { readonly type: string; readonly value: string } {
  if (kind === 'Regex') return { type: 'RegularExpression', value: routePattern(path) };
  return { type: kind === 'Exact' ? 'Exact' : 'PathPrefix', value: trimmed(path) };
}

/** The Gateway API compares whole path elements: a slash at the end says nothing more. */
function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}
