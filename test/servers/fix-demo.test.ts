import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProcess, type ServerProcess } from '../../lab/servers/process.js';
import { ENDPOINTS, startShop, type RunningShop } from '../../src/demo/index.js';
import { whycors } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { freePort } from '../support/ports.js';

const DEMO = new URL('../../dist/demo/index.js', import.meta.url).href;

/** The ten of the demo's causes that people meet most. */
const PATHS = [
  '/wildcard',
  '/login-wall',
  '/silent',
  '/no-route',
  '/error-page',
  '/half',
  '/list',
  '/slash',
  '/methods',
  '/headers',
];

interface Fix {
  readonly fix: { readonly changes: readonly { readonly text: string }[] };
  readonly causes: readonly { readonly rule: string }[];
}

/**
 * The demo's endpoints, with what --fix printed where it says: the function beside the
 * handler, its call first in it. As the fix's note asks, nothing else sends the same names
 * any more; all else that the endpoints do stays: status, login, body, headers of their own.
 */
function mended([cors = '', call = '']: readonly string[], port: number): string {
  return `import { createServer } from 'node:http';
import { ENDPOINTS } from ${JSON.stringify(DEMO)};
${cors}
const origins = { origin: 'http://127.0.0.1:${port}', other: 'http://localhost:${port}' };
createServer((request, response) => {
  ${call}
  request.resume();
  const endpoint = ENDPOINTS.find(({ path }) => path === request.url);
  const preflight = request.method === 'OPTIONS' ? endpoint?.preflight : undefined;
  const answer = (preflight ?? endpoint?.answer)?.(request, origins);
  const own = (answer?.headers ?? []).filter(([name]) => !/^(access-control-|vary$)/i.test(name));
  response.writeHead(answer?.status ?? 404, own.flat());
  response.end(answer?.body);
}).listen(${port}, '127.0.0.1');
`;
}

describe.skipIf(missingPackages(['chromium']).length > 0)('--fix of the demo’s API', () => {
  let folder: string;
  let shop: RunningShop;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-fix-demo-'));
    shop = await startShop();
  });
  afterAll(async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  });

  it.each(PATHS)('mends %s', async (path) => {
    const { args = [], cause } = ENDPOINTS.find((each) => each.path === path) ?? {};
    const first = await whycors(shop.origin + path, ...args, '--fix', 'node', '--json');
    expect(first.status).toBe(1);
    const { fix, causes } = JSON.parse(first.out) as Fix;
    expect(causes[0]?.rule).toBe(cause);
    const port = await freePort();
    const file = join(folder, `shop-${port}.mjs`);
    const pieces = fix.changes.map(({ text }) => text);
    await writeFile(file, mended(pieces, port));
    const run = { ports: [port], cwd: folder };
    const server: ServerProcess = await startProcess(process.execPath, [file], run);
    try {
      const call = [`http://127.0.0.1:${port}${path}`, ...args, '--send', '--no-experiments'];
      // A real Chromium lets it through, too.
      const again = await whycors(...call, '--verify', 'chromium', '--json');
      expect(again.status, again.out).toBe(0);
      const { verification } = JSON.parse(again.out) as {
        verification: readonly { verdict: string }[];
      };
      expect(verification[0]?.verdict).toBe('allowed');
    } finally {
      await server.stop();
    }
  });
});
