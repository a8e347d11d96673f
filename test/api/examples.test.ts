import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../cli/command.js';
import { httpServer, stopServers } from '../support/servers.js';
import { ROOT, scratchProject } from './scratch.js';

/** What the examples stand for: a server that knows neither OPTIONS nor CORS. */
const NAMED = 'https://api.example.com';
/** Subpaths whose examples have tests of their own: they need more than this package. */
const ELSEWHERE = /from '(?!whycors)|from 'whycors\/(?:fetch|testing|playwright)/;

interface Example {
  readonly name: string;
  readonly code: string;
}

function examples(): readonly Example[] {
  const pages = readdirSync(join(ROOT, 'docs/api')).map((name) => `docs/api/${name}`);
  return ['docs/library.md', ...pages].flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const blocks = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, code = '']) => code);
    return blocks
      .filter((code) => code.includes(" from 'whycors") && !ELSEWHERE.test(code))
      .map((code, index) => ({ name: `${page} #${index + 1}`, code }));
  });
}

let project: Awaited<ReturnType<typeof scratchProject>>;
let server = '';
beforeAll(async () => {
  project = await scratchProject();
  const { port } = await httpServer((request, response) => {
    response.statusCode = request.method === 'OPTIONS' ? 405 : 200;
    response.end();
  });
  server = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await stopServers();
  await project.remove();
});

it.each(examples())('$name does what it says', async ({ name, code }) => {
  const live = code.includes("from 'whycors/diagnose'");
  const file = join(project.folder, `${name.replaceAll(/\W+/g, '-')}.mjs`);
  await writeFile(file, live ? code.replaceAll(NAMED, server) : code);
  const { status, out, err } = await run(process.execPath, [file]);
  expect(err).toBe('');
  expect(status).toBe(0);
  const lines = out.split('\n');
  let from = 0;
  for (const [, said = ''] of code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)) {
    const at = lines.indexOf(said, from);
    expect(at, `"${said}" in\n${out}`).toBeGreaterThanOrEqual(from);
    from = at + 1;
  }
});

it('finds the examples of every page', () => {
  expect(examples().length).toBeGreaterThan(12);
});
