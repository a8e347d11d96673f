import { stringify } from 'yaml';
import { target } from '../../../targets/istio/index.js';
import { documents, metadataOf, portOf, type Destination } from '../destination.js';
import type { RoutedObject, RoutedPath } from '../routed.js';

/** Istio's own API: a VirtualService a host. */
export const istio: Destination = {
  id: 'istio',
  title: 'Istio VirtualService',
  target,
  perHost: true,
  notes: [
    'A host has one VirtualService, in the namespace of its first object: Istio merges several for one host in an order that it does not promise. Write services of other namespaces as name.namespace.',
    'gateways names "gateway": put the name of yours.',
    'unmatchedPreflights needs Istio 1.23.',
  ],
  pattern: uriPattern,
  write: (object) => virtualServices(object),
};

function virtualServices(object: RoutedObject): string {
  const services = object.hosts.map(({ host, paths }, index) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: metadataOf(object, index === 0 ? '' : `-${index + 1}`),
    spec: {
      hosts: [host === '' ? '*' : host],
      gateways: ['gateway'],
      http: paths.map((path) => ({ match: matchesOf(path), route: [routeOf(path)] })),
    },
  }));
  return documents(services, (each) => stringify(each, { lineWidth: 0 }));
}

/** Envoy's expressions match the whole path. */
function uriPattern(path: string): string {
  return `${path}.*`;
}

/** Istio's prefixes are of characters: a path element takes two matches. */
function matchesOf({ path, kind }: RoutedPath): readonly object[] {
  if (kind === 'Regex') return [{ uri: { regex: uriPattern(path) } }];
  if (kind === 'Exact') return [{ uri: { exact: path } }];
  if (path.endsWith('/')) return [{ uri: { prefix: path } }];
  return [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }];
}

function routeOf({ service, port }: RoutedPath): object {
  const number = portOf(port);
  return {
    destination: { host: service, ...(typeof number === 'number' ? { port: { number } } : {}) },
  };
}
