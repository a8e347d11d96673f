import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askServer } from '../../../lab/servers/ask.js';
import { startBackend } from '../../../lab/servers/backend.js';
import { runner, startController } from '../../../lab/servers/runners/ingress-nginx/index.js';
import type { Header, NetworkRequest, NetworkResponse } from '../../../src/protocol/index.js';
import { networkResponse, plainUpstream, type Upstream } from '../../../src/targets/index.js';
import { simulate } from '../../../src/targets/ingress-nginx/model.js';
import { missingPackages } from '../../setup/packages.js';

const APP = 'https://app.example.com';
const ON = { 'enable-cors': 'true' };
const NAMED = { ...ON, 'cors-allow-origin': APP };

type Annotations = Readonly<Record<string, string>>;

/** Annotations that people write, most of them wrong. */
const SETS: readonly (readonly [name: string, annotations: Annotations])[] = [
  ['no annotation', {}],
  ['enabled, and nothing else', ON],
  ['not enabled', { 'cors-allow-origin': APP }],
  ['"True" is true', { ...NAMED, 'enable-cors': 'True' }],
  ['"yes" is not', { ...NAMED, 'enable-cors': 'yes' }],
  ['one origin', NAMED],
  ['a slash too many', { ...ON, 'cors-allow-origin': `${APP}/` }],
  ['no scheme', { ...ON, 'cors-allow-origin': 'app.example.com' }],
  ['no scheme, and one with', { ...ON, 'cors-allow-origin': `foo.example.com, ${APP}` }],
  ['separated by spaces', { ...ON, 'cors-allow-origin': `${APP} https://other.example.com` }],
  ['a path among two', { ...ON, 'cors-allow-origin': `${APP}/,https://other.example.com` }],
  ['any scheme in upper case', { ...ON, 'cors-allow-origin': 'HTTPS://app.example.com' }],
  ['any port of localhost', { ...ON, 'cors-allow-origin': 'http://localhost:*' }],
  ['a trailing comma', { ...ON, 'cors-allow-origin': `${APP},` }],
  ['only spaces', { ...ON, 'cors-allow-origin': '   ' }],
  ['a star among others', { ...ON, 'cors-allow-origin': `*, ${APP}` }],
  ['a star alone', { ...ON, 'cors-allow-origin': '*' }],
  [
    'a star without credentials',
    { ...ON, 'cors-allow-origin': '*', 'cors-allow-credentials': 'false' },
  ],
  ['null', { ...ON, 'cors-allow-origin': 'null' }],
  ['one label', { ...ON, 'cors-allow-origin': 'https://*.example.com' }],
  ['a port', { ...ON, 'cors-allow-origin': `${APP}:8443` }],
  ['credentials that are no boolean', { ...NAMED, 'cors-allow-credentials': 'no' }],
  ['no credentials', { ...NAMED, 'cors-allow-credentials': 'false' }],
  ['methods "*"', { ...NAMED, 'cors-allow-methods': '*' }],
  ['methods in lower case', { ...NAMED, 'cors-allow-methods': 'get, put' }],
  ['no methods', { ...NAMED, 'cors-allow-methods': '' }],
  ['headers "*"', { ...NAMED, 'cors-allow-headers': '*' }],
  ['exposed "*"', { ...NAMED, 'cors-expose-headers': '*' }],
  ['exposed names', { ...NAMED, 'cors-expose-headers': 'X-Total, X-Page' }],
  ['a max-age with a unit', { ...NAMED, 'cors-max-age': '1h' }],
  ['a negative max-age', { ...NAMED, 'cors-max-age': '-1' }],
  ['basic authentication', { ...NAMED, 'auth-type': 'basic', 'auth-secret': 'users' }],
  ['basic, any origin', { ...ON, 'auth-type': 'basic', 'auth-realm': 'Shop' }],
  ['basic, no CORS', { 'auth-type': 'basic' }],
  ['auth-url', { ...NAMED, 'auth-url': 'https://auth.example.com/check' }],
  [
    'auth-signin',
    {
      ...NAMED,
      'auth-url': 'https://auth.example.com/check',
      'auth-signin': 'https://auth.example.com/start?rd=here',
    },
  ],
  ['permanent-redirect', { ...NAMED, 'permanent-redirect': 'https://new.example.com' }],
  [
    'permanent-redirect 308',
    { ...ON, 'permanent-redirect': 'https://new.example.com', 'permanent-redirect-code': '308' },
  ],
  ['temporal-redirect', { ...NAMED, 'temporal-redirect': 'https://now.example.com/a' }],
  ['app-root', { ...NAMED, 'app-root': '/start' }],
  ['custom-http-errors', { ...NAMED, 'custom-http-errors': '404,500' }],
  ['custom-http-errors and basic', { ...NAMED, 'custom-http-errors': '401', 'auth-type': 'basic' }],
  ['use-regex', { ...NAMED, 'use-regex': 'true' }],
];

const OWN_CORS: readonly Header[] = [
  ['Access-Control-Allow-Origin', 'https://upstream.example.com'],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Access-Control-Expose-Headers', 'X-Upstream'],
  ['Vary', 'Origin'],
];

/** An application that answers by its path. */
const upstream: Upstream = (request) => {
  const { pathname } = new URL(request.url);
  const status = /^\/(\d{3})$/.exec(pathname)?.[1];
  if (status !== undefined) return { status: Number(status), headers: [] };
  return pathname === '/cors' ? { status: 200, headers: OWN_CORS } : plainUpstream(request);
};

const ORIGINS = [
  APP,
  'https://other.example.com',
  'https://app.example.com:8443',
  'https://xapp.example.com',
  'https://APP.example.com',
  'xhttps://app.example.com',
  'https://a.b.example.com',
  'https://evil-null',
  'null',
  'HTTP://localhost:3000',
  null,
];
const PATHS = ['/', '/cors', '/404', '/500', '/301'];

function requests(host: string): NetworkRequest[] {
  const request = (path: string, method: string, headers: readonly Header[]): NetworkRequest => ({
    kind: 'request',
    url: `http://${host}${path}`,
    method,
    headers,
    body: null,
    credentials: headers.some(([name]) => name === 'Cookie'),
    redirectCount: 0,
  });
  return ORIGINS.flatMap((origin) => {
    const from: readonly Header[] = origin === null ? [] : [['Origin', origin]];
    const asked: readonly Header[] = [...from, ['Access-Control-Request-Method', 'PUT']];
    return [
      ...PATHS.map((path) => request(path, 'GET', from)),
      request('/cors', 'GET', [...from, ['Cookie', 'a=b']]),
      request('/', 'PUT', from),
      request('/', 'OPTIONS', asked),
      // Without Access-Control-Request-Method: no preflight.
      request('/', 'OPTIONS', from),
      request('/cors', 'OPTIONS', asked),
    ];
  });
}

function objects(): string {
  return SETS.map(([, annotations], index) =>
    JSON.stringify({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name: `a${index}`,
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([key, value]) => [
            `nginx.ingress.kubernetes.io/${key}`,
            value,
          ]),
        ),
      },
      spec: {
        rules: [
          {
            host: `a${index}.test`,
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'a', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    }),
  ).join('\n---\n');
}

const SHOWN = /^(access-control-.*|vary|location|www-authenticate|allow)$/;

function shown({ status, headers }: NetworkResponse): string[] {
  const lines = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const about = lines
    .filter(([name]) => SHOWN.test(name))
    .map(([name, value]) => `${name}: ${value}`);
  return [String(status), ...about.toSorted()];
}

const missing = missingPackages(runner.packages);

describe.skipIf(missing.length > 0)('a real nginx as the controller configures it', () => {
  let folder: string;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  let controller: Awaited<ReturnType<typeof startController>>;
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-server-'));
    backend = await startBackend(upstream);
    controller = await startController(objects(), { folder, backend: backend.port });
  }, 30_000);
  afterAll(async () => {
    agent.destroy();
    await controller.stop();
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(SETS.map(([name], index) => [name, index] as const))(
    'answers as it is simulated: %s',
    async (_, index) => {
      for (const request of requests(`a${index}.test`)) {
        const real = await askServer(request, controller.port, agent);
        const simulated = networkResponse(simulate(controller.servers, request, upstream));
        const { method, url, headers } = request;
        expect
          .soft(shown(simulated), `${method} ${url} ${JSON.stringify(headers)}`)
          .toEqual(shown(real));
      }
    },
  );
});
