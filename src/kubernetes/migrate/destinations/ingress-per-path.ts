import { stringify } from 'yaml';
import { documents, metadataOf, portOf } from '../destination.js';
import type { RoutedObject } from '../routed.js';

/**
 * Ingress objects of another class that route as one did: one a path, as annotations
 * hold for a whole object.
 */
export function ingressPerPath(object: RoutedObject, className: string): string {
  const { tls } = object.ingress;
  const paths = object.hosts.flatMap(({ host, paths: each }) =>
    each.map((path) => ({ host, path })),
  );
  const objects = paths.map(({ host, path }, index) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadataOf(object, index === 0 ? '' : `-${index + 1}`),
    spec: {
      ingressClassName: className,
      ...(tls && host !== '' ? { tls: [{ hosts: [host] }] } : {}),
      rules: [
        {
          ...(host === '' ? {} : { host }),
          http: {
            paths: [
              {
                path: path.path,
                pathType: path.kind,
                backend: { service: { name: path.service, port: portJson(path.port) } },
              },
            ],
          },
        },
      ],
    },
  }));
  return documents(objects, (each) => stringify(each, { lineWidth: 0 }));
}

function portJson(port: string): object {
  const value = portOf(port);
  return typeof value === 'number' ? { number: value } : { name: value };
}
