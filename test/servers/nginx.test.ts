import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whycorsJson } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { freePort } from '../support/ports.js';

const PAGE = 'http://localhost:3000';
const PREFLIGHT = 'if ($request_method = OPTIONS)';

/** A location of nginx, what a person types about it, and the cause that comes first. */
const FAULTS: readonly (readonly [
  path: string,
  block: string,
  args: readonly string[],
  cause: string,
])[] = [
  ['/none', `return 200 '{}';`, [], 'no-cors-headers'],
  [
    '/slash',
    `add_header Access-Control-Allow-Origin ${PAGE}/; return 200;`,
    [],
    'other-origin-allowed',
  ],
  [
    '/any',
    'add_header Access-Control-Allow-Origin *; return 200;',
    ['--credentials', 'include'],
    'wildcard-with-credentials',
  ],
  [
    '/error',
    `add_header Access-Control-Allow-Origin ${PAGE}; return 502;`,
    [],
    'cors-missing-on-error-response',
  ],
  [
    '/twice',
    `add_header Access-Control-Allow-Origin *; add_header Access-Control-Allow-Origin ${PAGE}; return 200;`,
    [],
    'origin-header-duplicated-by-two-layers',
  ],
  [
    '/list',
    `add_header Access-Control-Allow-Origin "${PAGE}, https://a.example"; return 200;`,
    [],
    'origin-list-in-one-header',
  ],
  [
    '/pattern',
    'add_header Access-Control-Allow-Origin "http://localhost:*"; return 200;',
    [],
    'origin-pattern-sent-literally',
  ],
  [
    '/login',
    `${PREFLIGHT} { add_header WWW-Authenticate Basic always; return 401; } return 200;`,
    ['-H', 'Authorization: Bearer t'],
    'preflight-needs-authentication',
  ],
  ['/moved', 'return 301 /elsewhere;', ['-X', 'PUT'], 'preflight-redirected'],
  [
    '/no-route',
    `${PREFLIGHT} { return 405; } return 200;`,
    ['-X', 'DELETE'],
    'preflight-not-routed',
  ],
  [
    '/half',
    `${PREFLIGHT} { add_header Access-Control-Allow-Origin *; add_header Access-Control-Allow-Methods PUT; return 204; } return 200;`,
    ['-X', 'PUT', '--send'],
    'response-lacks-allow-origin',
  ],
];

describe.skipIf(missingPackages(['nginx-light']).length > 0)('a real nginx', () => {
  let folder: string;
  let nginx: ChildProcess;
  let base: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-nginx-'));
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const locations = FAULTS.map(([path, block]) => `location ${path} { ${block} }`);
    await writeFile(
      join(folder, 'nginx.conf'),
      `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
      http { access_log off;
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
      server { listen 127.0.0.1:${port}; ${locations.join('\n')} } }`,
    );
    const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
    nginx = spawn('/usr/sbin/nginx', args, { stdio: 'ignore' });
    await listening(port);
  });

  afterAll(async () => {
    const ended = new Promise<void>((resolve) => nginx.once('exit', () => resolve()));
    nginx.kill();
    await ended;
    await rm(folder, { recursive: true });
  });

  it.each(FAULTS)('%s', async (path, _block, args, cause) => {
    const { status, report } = await whycorsJson(base + path, ...args);
    expect(status).toBe(1);
    expect(report.causes[0]?.rule).toBe(cause);
  });
});

/** Waits until something listens. @throws after ten seconds */
async function listening(port: number): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing listens at ${port}.`);
}
