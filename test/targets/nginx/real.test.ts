import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askServer } from '../../../lab/servers/ask.js';
import { startBackend } from '../../../lab/servers/backend.js';
import { freePorts } from '../../../lab/servers/ports.js';
import { startProcess, type ServerProcess } from '../../../lab/servers/process.js';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import type { Header, NetworkRequest, NetworkResponse } from '../../../src/protocol/index.js';
import {
  applyChanges,
  networkResponse,
  plainUpstream,
  TARGETS,
  type Configuration,
  type Upstream,
} from '../../../src/targets/index.js';
import { missingPackages } from '../../setup/packages.js';
import { SERVERS } from './servers.js';

const { nginx } = TARGETS;
if (nginx.kind !== 'file') throw new Error('nginx is configured by a file');
const { read, emit } = nginx;

const APP = 'https://app.example.com';
const OWN_CORS: readonly Header[] = [
  ['Access-Control-Allow-Origin', 'https://upstream.example.com'],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Vary', 'Accept'],
  ['Vary', 'Origin'],
];

/** An application that answers by its path: `/404`, `/cors`, `/text`. */
const upstream: Upstream = (request) => {
  const { pathname } = new URL(request.url);
  const status = /\/(\d{3})$/.exec(pathname)?.[1];
  if (status !== undefined) return { status: Number(status), headers: [] };
  if (pathname.endsWith('/text')) return { status: 200, headers: [['Content-Type', 'text/plain']] };
  return pathname.endsWith('/cors') ? { status: 200, headers: OWN_CORS } : plainUpstream(request);
};

const PATHS = ['/', '/cors', '/text', '/404', '/500', '/301', '/old/a%20b?x=1&y', '/sub/inner'];

function requests(base: string): NetworkRequest[] {
  const request = (path: string, method: string, headers: readonly Header[]): NetworkRequest => ({
    kind: 'request',
    url: base + path,
    method,
    headers,
    body: null,
    credentials: headers.some(([name]) => name === 'Cookie'),
    redirectCount: 0,
  });
  const from: readonly Header[] = [['Origin', APP]];
  return [
    ...PATHS.map((path) => request(path, 'GET', from)),
    request('/', 'GET', []),
    request('/', 'GET', [['Origin', 'https://evil.example']]),
    request('/', 'GET', [...from, ['Cookie', 'a=b']]),
    request('/', 'GET', [...from, ['Authorization', 'Basic dXNlcjpwYXNzd29yZA==']]),
    ...['PUT', 'HEAD', 'DELETE'].map((method) => request('/', method, from)),
    request('/', 'OPTIONS', [...from, ['Access-Control-Request-Method', 'PUT']]),
    request('/404', 'OPTIONS', [...from, ['Access-Control-Request-Method', 'PUT']]),
  ];
}

const SHOWN = /^(access-control-.*|x-.*|vary|location|www-authenticate|allow)$/;

function shown({ status, headers }: NetworkResponse): string[] {
  const lines = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const about = lines.filter(([name]) => SHOWN.test(name));
  return [String(status), ...about.map(([name, value]) => `${name}: ${value}`).toSorted()];
}

const MODULE = '/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so';

function whole(folder: string, port: number, backend: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const servers = SERVERS.map(
    ([, { http = '', server }], index) => `${http}
server {
listen 127.0.0.1:${port};
server_name a${index}.test;
${server.replaceAll('BACKEND', `http://127.0.0.1:${backend}`).replaceAll('FOLDER', folder)}
}`,
  );
  return `load_module ${MODULE};
daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http {
access_log off;
${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
map $http_origin $cors { default ''; "${APP}" $http_origin; }
${servers.join('\n')}
}
`;
}

const missing = missingPackages(['nginx-light', 'libnginx-mod-http-headers-more-filter']);

/** The same with a policy emitted for every server that can say it. */
function mended(text: string, port: number, upstreamOrigin: string): string {
  const policy = corsPolicy({ origins: [exactOrigin(APP)], methods: ['PUT'] });
  return SERVERS.reduce((now, _, index) => {
    const place = { origin: `http://a${index}.test:${port}`, path: '/', upstream: upstreamOrigin };
    const emission = emit(policy, place, { file: 'nginx.conf', text: now });
    return emission.kind === 'cannot' ? now : applyChanges(now, emission.changes);
  }, text);
}

describe.skipIf(missing.length > 0).each([
  ['as it is written', false],
  ['with an emitted policy', true],
])('a real nginx, %s,', (_, emitted) => {
  let folder: string;
  let port: number;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  let running: ServerProcess;
  let configuration: Configuration | null;
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-server-'));
    backend = await startBackend(upstream);
    [port = 0] = await freePorts(1);
    const written = whole(folder, port, backend.port);
    const text = emitted ? mended(written, port, `http://127.0.0.1:${backend.port}`) : written;
    const file = join(folder, 'nginx.conf');
    await writeFile(file, text);
    await writeFile(join(folder, 'users'), 'user:{PLAIN}password\n');
    await writeFile(join(folder, 'page.html'), 'A page');
    configuration = read({ file, text }).value;
    const args = ['-p', folder, '-c', file, '-e', join(folder, 'error.log')];
    running = await startProcess('/usr/sbin/nginx', args, { ports: [port], cwd: folder });
  }, 30_000);
  afterAll(async () => {
    agent.destroy();
    await running.stop();
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(SERVERS.map(([name], index) => [name, index] as const))(
    'answers as it is simulated: %s',
    async (_, index) => {
      for (const request of requests(`http://a${index}.test:${port}`)) {
        const real = await askServer(request, port, agent);
        if (configuration === null) throw new Error('nothing was read');
        const simulated = networkResponse(configuration.simulate(request, upstream));
        const { method, url, headers } = request;
        expect
          .soft(shown(simulated), `${method} ${url} ${JSON.stringify(headers)}`)
          .toEqual(shown(real));
      }
    },
  );
});
