import { stringify } from 'yaml';
import { target } from '../../../targets/contour/index.js';
import { documents, metadataOf, portOf, type Destination } from '../destination.js';
import type { RoutedObject, RoutedPath } from '../routed.js';

/** Contour's HTTPProxy: one a host, and the CORS policy is the host's. */
export const contour: Destination = {
  id: 'contour',
  title: 'Contour HTTPProxy',
  target,
  perHost: true,
  corsPerHost: true,
  notes: [
    'A host has one HTTPProxy, in the namespace of its first object, and its CORS policy is the host’s; services have to be in the same namespace, or be included.',
    'Add tls with your certificate to each virtual host.',
  ],
  pattern: conditionPattern,
  write: (object) => httpProxies(object),
};

function httpProxies(object: RoutedObject): string {
  const proxies = object.hosts.map(({ host, paths }, index) => ({
    apiVersion: 'projectcontour.io/v1',
    kind: 'HTTPProxy',
    metadata: metadataOf(object, index === 0 ? '' : `-${index + 1}`),
    spec: {
      virtualhost: { fqdn: host },
      routes: paths.map((path) => ({
        conditions: [conditionOf(path)],
        services: [{ name: path.service, port: portOf(path.port) }],
      })),
    },
  }));
  return documents(proxies, (each) => stringify(each, { lineWidth: 0 }));
}

/** The whole path is matched. */
function conditionPattern(path: string): string {
  return `${path}.*`;
}

function conditionOf({ path, kind }: RoutedPath): object {
  if (kind === 'Regex') return { regex: conditionPattern(path) };
  return kind === 'Exact' ? { exact: path } : { prefix: path };
}
