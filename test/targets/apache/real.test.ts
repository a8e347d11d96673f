import { Agent, createServer, type Server } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apacheBase, startApache, writeApache } from '../../../lab/servers/apache.js';
import { askServer } from '../../../lab/servers/ask.js';
import type { ServerProcess } from '../../../lab/servers/process.js';
import type { Header, NetworkRequest, NetworkResponse } from '../../../src/protocol/index.js';
import { ANY_ORIGIN, corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import {
  applyChanges,
  networkResponse,
  TARGETS,
  type Upstream,
} from '../../../src/targets/index.js';
import { missingPackages } from '../../setup/packages.js';
import { freePort } from '../../support/ports.js';
import { WRONG, WRONG_HTACCESS } from './wrong.js';

const target = TARGETS.apache;
if (target.kind !== 'file') throw new Error('Apache reads files');
const { emit, read } = target;

const APP = corsPolicy({ origins: [exactOrigin('https://app.example.com')], methods: ['PUT'] });
const EVIL = corsPolicy({
  origins: [exactOrigin('https://evil.test')],
  methods: ['DELETE'],
  credentials: true,
  maxAge: 6,
});

/** A text after policies were emitted into it, one place after the other. */
function emitted(
  file: string,
  text: string,
  ...places: [path: string, policy: typeof APP][]
): string {
  return places.reduce((now, [path, policy]) => {
    const place = { origin: 'http://nested.test', path, upstream: '' };
    const emission = emit(policy, place, { file, text: now });
    if (emission.kind === 'cannot') throw new Error(emission.reasons.join(' '));
    return applyChanges(now, emission.changes);
  }, text);
}

const ALLOW = 'Access-Control-Allow-Origin';
const SCRIPTS = [
  '',
  `Header set ${ALLOW} a`,
  `Header always set ${ALLOW} a`,
  `Header unset ${ALLOW}`,
];
const SCRIPT_FILE = `#!/bin/sh\nprintf 'Content-Type: text/plain\\n${ALLOW}: script\\nVary: Accept\\n\\n'\n`;

/** As frameworks have them: what is no file goes to one script. */
const SCRIPT =
  'RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule . /index.html [L]\n';
const HTACCESS: Readonly<Record<string, string>> = {
  ...WRONG_HTACCESS,
  'what is emitted': emitted('.htaccess', '', ['/', APP]),
  'what is emitted before other rules': emitted('.htaccess', SCRIPT, ['/', EVIL]),
};

/** An API that has something to say of CORS itself, and fails at some paths. */
const talking: Upstream = ({ url, method }) => ({
  status: method === 'OPTIONS' ? 405 : url.includes('fails') ? 500 : 200,
  headers: url.includes('quiet')
    ? []
    : [
        ['Access-Control-Allow-Origin', 'https://upstream.example.com'],
        ['Access-Control-Allow-Methods', 'PUT'],
        ['Vary', 'Accept-Encoding'],
      ],
});

function asked(
  host: string,
  path: string,
  method: string,
  headers: readonly Header[],
): NetworkRequest {
  const url = `http://${host}${path}`;
  return {
    kind: 'request',
    url,
    method,
    headers,
    body: null,
    credentials: false,
    redirectCount: 0,
  };
}

function requests(host: string, paths: readonly string[]): readonly NetworkRequest[] {
  return paths.flatMap((path) => [
    asked(host, path, 'GET', []),
    ...['https://app.example.com', 'https://evil.test'].flatMap((origin) => [
      asked(host, path, 'GET', [['origin', origin]]),
      asked(host, path, 'OPTIONS', [
        ['origin', origin],
        ['access-control-request-method', 'PUT'],
      ]),
    ]),
  ]);
}

const ABOUT = /^(?:access-control-.*|vary|location|www-authenticate|x-other)$/;

function comparable({ status, headers }: NetworkResponse): unknown {
  const about = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => ABOUT.test(name))
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return [status, about];
}

describe.skipIf(missingPackages(['apache2']).length > 0)('a real Apache', () => {
  const agent = new Agent({ keepAlive: true });
  const names = Object.keys(WRONG);
  const folders = Object.keys(HTACCESS);
  let folder: string;
  let port: number;
  let text: string;
  let backend: Server;
  let apache: ServerProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-apache-'));
    port = await freePort();
    backend = createServer((request, response) => {
      const { method = 'GET', url = '/' } = request;
      const { status, headers } = talking(asked('upstream', url, method, []));
      response.writeHead(status, headers.flat()).end();
    });
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
    const upstream = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/`;
    const host = (name: string, inside: string): string =>
      `<VirtualHost *:${port}>\nServerName ${name}\n${inside}\n</VirtualHost>\n`;
    const hosts = names.map((name, index) =>
      host(`c${index}.test`, `${WRONG[name]}\nProxyPass "/" "${upstream}"`),
    );
    const plain = folders.map((_, index) =>
      host(
        `f${index}.test`,
        `DocumentRoot "${folder}/f${index}"\n<Directory "${folder}/f${index}">\nAllowOverride All\n</Directory>`,
      ),
    );
    const nested = host('nested.test', `ProxyPass "/" "${upstream}"`);
    // A CGI script for each virtual host, which says something of CORS itself.
    const scripts = SCRIPTS.map((inside, index) =>
      host(`s${index}.test`, `ScriptAlias "/v1" "${folder}/script.sh"\n${inside}`),
    );
    await writeFile(join(folder, 'script.sh'), SCRIPT_FILE, { mode: 0o755 });
    const cgi = `LoadModule cgid_module /usr/lib/apache2/modules/mod_cgid.so\nScriptSock "${folder}/cgi"`;
    text = emitted(
      'httpd.conf',
      `${apacheBase(folder, port)}${cgi}\n${[...hosts, ...plain, ...scripts, nested].join('\n')}`,
      ['/v1/orders', EVIL],
      ['/', APP],
      ['/v1', corsPolicy({ origins: [ANY_ORIGIN], methods: ['PATCH'] })],
      ['/v1/none', corsPolicy()],
      ['/v1/orders', { ...EVIL, privateNetwork: true }],
      ['/', { ...APP, exposedHeaders: ['etag'] }],
    );
    for (const [index, name] of folders.entries()) {
      await mkdir(join(folder, `f${index}`, 'v1'), { recursive: true });
      await writeFile(join(folder, `f${index}`, '.htaccess'), HTACCESS[name] ?? '');
      await writeFile(join(folder, `f${index}`, 'v1', 'orders.json'), '{}');
      await writeFile(join(folder, `f${index}`, 'index.html'), '{}');
    }
    await writeApache(folder, text);
    apache = await startApache(folder, port);
  });
  afterAll(async () => {
    agent.destroy();
    await apache.stop();
    backend.closeAllConnections();
    await new Promise<void>((resolve) => backend.close(() => resolve()));
    await rm(folder, { recursive: true, force: true });
  });

  it.each(names)('answers as simulated: %s', async (name) => {
    const { value } = read({ file: 'httpd.conf', text });
    const host = `c${names.indexOf(name)}.test`;
    for (const each of requests(host, ['/v1/orders', '/v1/quiet', '/v1/fails'])) {
      const said = networkResponse(value!.simulate(each, talking));
      const real = await askServer(each, port, agent);
      const about = `${WRONG[name]}\n${each.method} ${each.url} ${JSON.stringify(each.headers)}`;
      expect(comparable(said), about).toEqual(comparable(real));
    }
  });

  it.each(['/', '/v1', '/v1/orders', '/v1/orders/1', '/v1/ordersx', '/v1/none', '/v1/fails'])(
    'answers as simulated where places lie within places: %s',
    async (path) => {
      const { value } = read({ file: 'httpd.conf', text });
      for (const each of requests('nested.test', [path])) {
        const said = networkResponse(value!.simulate(each, talking));
        const real = await askServer(each, port, agent);
        expect(comparable(said), `${each.method} ${JSON.stringify(each.headers)}`).toEqual(
          comparable(real),
        );
        const allowed = said.headers.filter(([name]) =>
          /^access-control-allow-origin$/i.test(name),
        );
        expect(allowed.length).toBeLessThanOrEqual(1);
      }
    },
  );

  it.each(SCRIPTS)('answers as simulated in front of a script: %j', async (inside) => {
    const { value } = read({ file: 'httpd.conf', text });
    const script: Upstream = () => ({
      status: 200,
      headers: [
        [ALLOW, 'script'],
        ['Vary', 'Accept'],
      ],
    });
    for (const each of requests(`s${SCRIPTS.indexOf(inside)}.test`, ['/v1'])) {
      const said = networkResponse(value!.simulate(each, script));
      expect(comparable(said)).toEqual(comparable(await askServer(each, port, agent)));
    }
  });

  it.each(folders)('answers as simulated with a .htaccess file: %s', async (name) => {
    const { value } = read({ file: '.htaccess', text: HTACCESS[name] ?? '' });
    // What is no file is the script's where there is one.
    const script = name.includes('before other rules') ? ['/v1/other'] : [];
    const files: Upstream = () => ({ status: 200, headers: [] });
    for (const each of requests(`f${folders.indexOf(name)}.test`, ['/v1/orders.json', ...script])) {
      const said = networkResponse(value!.simulate(each, files));
      const real = await askServer(each, port, agent);
      const about = `${HTACCESS[name]}\n${each.method} ${JSON.stringify(each.headers)}`;
      expect(comparable(said), about).toEqual(comparable(real));
    }
  });
});
