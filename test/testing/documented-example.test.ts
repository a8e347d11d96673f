import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const APPS = ['express', 'fastify', 'hono', 'koa', 'nest', 'next', 'node'];

let project: string;

/** A project of somebody else's: the built package and the frameworks in its node_modules. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'whycors-example-'));
  const modules = join(project, 'node_modules');
  mkdirSync(modules);
  symlinkSync(root, join(modules, 'whycors'));
  for (const name of ['vitest', 'express', 'cors', 'koa', 'hono', 'fastify', 'reflect-metadata'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const scope of ['@nestjs', '@koa', '@fastify'])
    symlinkSync(join(root, 'node_modules', scope), join(modules, scope));
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  const [, example = ''] =
    /^```js\n(import \{ expect, it \} from 'vitest';[^]*?)^```$/m.exec(
      readFileSync(join(root, 'docs/library.md'), 'utf8'),
    ) ?? [];
  for (const name of APPS) {
    mkdirSync(join(project, name, 'test'), { recursive: true });
    cpSync(join(import.meta.dirname, 'apps'), join(project, name, 'src'), { recursive: true });
    writeFileSync(join(project, name, 'src/app.ts'), `export { app } from './${name}.js';\n`);
    writeFileSync(join(project, name, 'test/orders.test.js'), example);
  }
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

it('runs as documented, against each framework', async () => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--reporter=json', '--maxWorkers=1'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: project });
  const report = JSON.parse(stdout) as { numPassedTests: number; numTotalTests: number };
  expect([report.numPassedTests, report.numTotalTests]).toEqual([APPS.length, APPS.length]);
}, 60_000);
