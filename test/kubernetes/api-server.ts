import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from '../../lab/certificates.js';

/** Lists by the path at which an API server has them; what is missing is forbidden. */
export type Lists = Readonly<Record<string, readonly object[]>>;

/** A running server that kubectl can ask. */
export interface ApiServer {
  readonly kubeconfig: string;
  /** Method and path of each request. */
  readonly seen: readonly string[];
  readonly stop: () => Promise<void>;
}

const TOKEN = 'token-of-the-test';

/** Resources for kubectl's discovery, by group and version. */
const RESOURCES: Readonly<Record<string, readonly (readonly [name: string, kind: string])[]>> = {
  '/api/v1': [
    ['configmaps', 'ConfigMap'],
    ['events', 'Event'],
  ],
  '/apis/networking.k8s.io/v1': [
    ['ingresses', 'Ingress'],
    ['ingressclasses', 'IngressClass'],
  ],
  '/apis/apps/v1': [
    ['deployments', 'Deployment'],
    ['daemonsets', 'DaemonSet'],
  ],
};

/**
 * A server that answers what `kubectl get` asks, over HTTPS with a token: not
 * Kubernetes, only its lists.
 */
export async function startApiServer(lists: Lists): Promise<ApiServer> {
  const authority = await makeAuthority('Authority of a cluster');
  const { key, cert } = await issue(authority);
  const seen: string[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(lists, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const folder = await mkdtemp(join(tmpdir(), 'whycors-kube-'));
  const kubeconfig = join(folder, 'config');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'small',
          cluster: {
            server: `https://127.0.0.1:${port}`,
            'certificate-authority-data': Buffer.from(authority.certPem).toString('base64'),
          },
        },
      ],
      users: [{ name: 'me', user: { token: TOKEN } }],
      contexts: [{ name: 'test', context: { cluster: 'small', user: 'me', namespace: 'shop' } }],
      'current-context': 'test',
    }),
  );
  return { kubeconfig, seen, stop: () => stop(server, folder) };
}

async function issue(
  authority: Awaited<ReturnType<typeof makeAuthority>>,
): Promise<{ key: string; cert: string }> {
  const { keyPem, certPem } = await authority.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
  return { key: keyPem, cert: certPem };
}

async function stop(server: Server, folder: string): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
}

function answer(lists: Lists, request: IncomingMessage, response: ServerResponse): void {
  const send = (status: number, body: object): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const path = new URL(request.url ?? '/', 'https://localhost').pathname;
  if (request.headers.authorization !== `Bearer ${TOKEN}`)
    return send(401, failure(401, 'Unauthorized'));
  if (path === '/api') return send(200, { kind: 'APIVersions', versions: ['v1'] });
  if (path === '/apis') return send(200, groups());
  const resources = RESOURCES[path];
  if (resources !== undefined) return send(200, resourceList(path, resources));
  const items = lists[path];
  if (items === undefined)
    return send(403, failure(403, `User "me" cannot list resource at ${path}`));
  send(200, { kind: 'List', apiVersion: 'v1', metadata: {}, items });
}

function failure(code: number, message: string): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'Forbidden',
    message,
    code,
  };
}

function groups(): object {
  const names = Object.keys(RESOURCES).filter((path) => path.startsWith('/apis/'));
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: names.map((path) => {
      const [, , name = '', version = ''] = path.split('/');
      const each = { groupVersion: `${name}/${version}`, version };
      return { name, versions: [each], preferredVersion: each };
    }),
  };
}

function resourceList(
  path: string,
  resources: readonly (readonly [name: string, kind: string])[],
): object {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: path.replace(/^\/apis?\//, ''),
    resources: resources.map(([name, kind]) => ({
      name,
      singularName: '',
      namespaced: kind !== 'IngressClass',
      kind,
      verbs: ['get', 'list'],
    })),
  };
}
