import { stringify } from 'yaml';
import { target } from '../../../targets/traefik/index.js';
import { documents, metadataOf, portOf, type Destination } from '../destination.js';
import type { RoutedObject, RoutedPath } from '../routed.js';

/** Traefik's own objects: an IngressRoute, and a Middleware a path. */
export const traefik: Destination = {
  id: 'traefik',
  title: 'Traefik',
  target,
  notes: [
    'The entry point is "websecure": put the name of yours, and tls with your certificate.',
    'Traefik sends Allow-Methods and Allow-Headers to every origin, and Allow-Credentials too; browsers look at Allow-Origin first.',
  ],
  pattern: rulePattern,
  write: (object) => ingressRoutes(object),
};

function ingressRoutes(object: RoutedObject): string {
  const routes = object.hosts.flatMap(({ host, paths }) =>
    paths.map((path) => ({
      kind: 'Rule',
      match: [...(host === '' ? [] : [hostRule(host)]), pathRule(path)].join(' && '),
      services: [{ name: path.service, port: portOf(path.port) }],
    })),
  );
  const route = {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: metadataOf(object),
    spec: { entryPoints: ['websecure'], routes },
  };
  return documents([route], (each) => stringify(each, { lineWidth: 0 }));
}

function hostRule(host: string): string {
  if (!host.startsWith('*.')) return `Host(\`${host}\`)`;
  return `HostRegexp(\`^[a-z0-9-]+\\.${host.slice(2).replaceAll('.', '\\.')}$\`)`;
}

/** Not anchored by itself. */
function rulePattern(path: string): string {
  return `^${path}`;
}

/** Prefixes are of characters: a path element takes two. */
function pathRule({ path, kind }: RoutedPath): string {
  if (kind === 'Regex') return `PathRegexp(\`${rulePattern(path)}\`)`;
  if (kind === 'Exact') return `Path(\`${path}\`)`;
  if (path.endsWith('/')) return `PathPrefix(\`${path}\`)`;
  return `(Path(\`${path}\`) || PathPrefix(\`${path}/\`))`;
}
