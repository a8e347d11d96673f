import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiServer, type ApiServer, type Lists } from '../../kubernetes/api-server.js';
import { missingPackages } from '../../setup/packages.js';
import { COMMAND, run, type Ended } from '../command.js';

const PLUGIN = fileURLToPath(new URL('../../../dist/bin/kubectl-whycors.js', import.meta.url));
const INGRESSES = '/apis/networking.k8s.io/v1/namespaces/shop/ingresses';

const orders = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {
    name: 'orders',
    namespace: 'shop',
    creationTimestamp: '2026-01-01T00:00:00Z',
    annotations: {
      'nginx.ingress.kubernetes.io/enable-cors': 'true',
      'nginx.ingress.kubernetes.io/cors-allow-origin':
        'https://app.shop.example/,https://b.example',
    },
  },
  spec: {
    ingressClassName: 'public',
    rules: [
      {
        host: 'api.shop.example',
        http: {
          paths: [
            {
              path: '/v1/orders',
              pathType: 'Prefix',
              backend: { service: { name: 'orders', port: { number: 80 } } },
            },
          ],
        },
      },
    ],
  },
};

const whole: Lists = {
  [INGRESSES]: [orders],
  '/apis/networking.k8s.io/v1/ingressclasses': [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'public' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
  ],
  '/apis/apps/v1/deployments': [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'ingress-nginx-controller', namespace: 'ingress-nginx' },
      spec: {
        template: {
          spec: {
            containers: [{ image: 'registry.k8s.io/ingress-nginx/controller:v1.11.3@sha256:0' }],
          },
        },
      },
    },
  ],
  '/apis/apps/v1/daemonsets': [],
  '/api/v1/configmaps': [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'ingress-nginx-controller', namespace: 'ingress-nginx' },
      data: { 'ssl-redirect': 'false' },
    },
  ],
  '/api/v1/namespaces/shop/events': [
    {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'orders.1', namespace: 'shop' },
      type: 'Normal',
      reason: 'Sync',
      message: 'Scheduled for sync',
      lastTimestamp: '2026-01-02T00:00:00Z',
    },
  ],
};

const CALL = [
  '--url',
  'https://api.shop.example/v1/orders',
  '--origin',
  'https://app.shop.example',
];

describe.skipIf(missingPackages(['kubernetes-client']).length > 0)('a cluster by kubectl', () => {
  let server: ApiServer;
  let small: ApiServer;
  beforeAll(async () => {
    server = await startApiServer(whole);
    small = await startApiServer({ [INGRESSES]: [orders] });
  });
  afterAll(() => Promise.all([server.stop(), small.stop()]));

  const ask = ({ kubeconfig }: ApiServer, ...args: readonly string[]): Promise<Ended> =>
    run(process.execPath, args, { ...process.env, KUBECONFIG: kubeconfig });

  it('is asked with nothing but GET, and its version, ConfigMap and events count', async () => {
    const { status, out, err } = await ask(server, COMMAND, 'k8s', ...CALL);
    expect([status, err]).toEqual([1, '']);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain('Controller 1.11.3 (from Deployment ingress-nginx-controller)');
    expect(text).toContain('ConfigMap ingress-nginx-controller');
    expect(text).toContain('Ingress shop/orders');
    expect(text).toContain('Last event of Ingress shop/orders: Normal Sync, Scheduled for sync');
    // 1.11 skips the wrong origin; 1.12 would allow every site.
    expect(text).toContain(
      'https://app.shop.example is not among the origins in force here: https://b.example',
    );
    expect(server.seen.filter((line) => !line.startsWith('GET '))).toEqual([]);
  });

  it('is reached by kubectl’s plugin, too', async () => {
    const { status, out } = await ask(server, PLUGIN, ...CALL, '--context', 'test');
    expect([status, out.startsWith('BLOCKED')]).toEqual([1, true]);
  });

  it('gives commands where there is no file to change', async () => {
    const { status, out } = await ask(server, COMMAND, 'k8s', 'fix', ...CALL);
    expect(status).toBe(0);
    expect(out).toContain('kubectl annotate ingress orders -n shop --overwrite \\\n');
    expect(out).toContain('cors-allow-origin=https://app.shop.example, https://b.example');
    expect(out).not.toContain('---');
  });

  it('is linted by the names of its objects', async () => {
    const { status, out } = await ask(server, COMMAND, 'k8s', 'lint');
    expect(status).toBe(1);
    expect(out).toContain('Ingress shop/orders: ');
  });

  it('may refuse what is not needed, and that is said', async () => {
    const { status, out } = await ask(small, COMMAND, 'k8s', ...CALL, '--credentials', 'include');
    expect(status).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /Not read: the version and the ConfigMap of the controller \(.*cannot list/,
    );
  });

  it('that cannot be read is one sentence', async () => {
    const { status, err } = await ask(small, COMMAND, 'k8s', ...CALL, '--context', 'other');
    expect(status).toBe(2);
    expect(err).toMatch(/^whycors: kubectl get ingresses: .*other/);
    expect(err).not.toContain(' at ');
  });
});

describe('without kubectl', () => {
  it('the remedy is said', async () => {
    const { status, err } = await run(process.execPath, [COMMAND, 'k8s', ...CALL], {
      PATH: '/nowhere',
    });
    expect(status).toBe(2);
    expect(err).toContain('kubectl is not installed');
    expect(err).toContain('standard input');
  });
});
