import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkPackages } from '../../lab/servers/node-apps.js';
import { startProcess, type ServerProcess } from '../../lab/servers/process.js';
import { whycors } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { freePort } from '../support/ports.js';

const PAGE = 'http://localhost:3000';
const INCLUDE = ['--credentials', 'include'];

/** What stands where CORS belongs, what a person types, and the cause that comes first. */
const FAULTS: readonly (readonly [
  name: string,
  use: string,
  args: readonly string[],
  cause: string,
])[] = [
  ['nothing', '', [], 'no-cors-headers'],
  ['nothing, and a PUT', '', ['-X', 'PUT'], 'no-cors-headers'],
  ['a slash too many', `app.use(cors({ origin: '${PAGE}/' }));`, [], 'other-origin-allowed'],
  [
    'another port',
    `app.use(cors({ origin: 'http://localhost:5173' }));`,
    [],
    'other-origin-allowed',
  ],
  ['* with cookies', 'app.use(cors());', INCLUDE, 'wildcard-with-credentials'],
  ['no credentials', `app.use(cors({ origin: '${PAGE}' }));`, INCLUDE, 'allow-credentials-missing'],
  [
    'a method that is missing',
    `app.use(cors({ origin: '${PAGE}', methods: ['GET', 'POST'] }));`,
    ['-X', 'DELETE'],
    'method-not-allowed',
  ],
  [
    'a header that is missing',
    `app.use(cors({ origin: '${PAGE}', allowedHeaders: ['x-a'] }));`,
    ['-H', 'X-B: 1'],
    'headers-not-allowed',
  ],
  [
    'a list in one header',
    `app.use((q, r, next) => { r.set('Access-Control-Allow-Origin', '${PAGE}, https://b.example'); next(); });`,
    [],
    'origin-list-in-one-header',
  ],
  [
    'a login before CORS',
    `app.use((q, r, next) => q.headers.authorization ? next() : r.status(401).set('WWW-Authenticate', 'Bearer').end()); app.use(cors());`,
    ['-H', 'Authorization: Bearer t'],
    'preflight-needs-authentication',
  ],
];

interface Fix {
  readonly fix: { readonly changes: readonly { readonly where: string; readonly text: string }[] };
  readonly causes: readonly { readonly rule: string }[];
}

/** A shop whose login stands behind CORS, where it belongs. */
function shop(imports: string, use: string, port: number): string {
  return `import express from 'express';
${imports}
const app = express();
${use}
app.all('/orders', (request, response) => response.json([]));
app.listen(${port}, '127.0.0.1');
`;
}

describe.skipIf(missingPackages(['chromium']).length > 0)('--fix of a real Express', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-fix-express-'));
    await linkPackages(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(text: string, port: number): Promise<ServerProcess> {
    const file = join(folder, `shop-${port}.mjs`);
    await writeFile(file, text);
    return startProcess(process.execPath, [file], { ports: [port], cwd: folder });
  }

  it.each(FAULTS)('mends %s', async (_name, use, args, cause) => {
    const port = await freePort();
    const call = [`http://127.0.0.1:${port}/orders`, ...args, '--send', '--no-experiments'];
    let server = await run(shop("import cors from 'cors';", use, port), port);
    try {
      const { status, out } = await whycors(...call, '--fix', '--json');
      expect(status).toBe(1);
      const { fix, causes } = JSON.parse(out) as Fix;
      expect(causes[0]?.rule).toBe(cause);
      // What --fix prints, put where it says: imports, then right after the application is made.
      const [imports = '', ...code] = fix.changes.map(({ text }) => text);
      await server.stop();
      server = await run(shop(imports, code.join('\n'), port), port);
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
