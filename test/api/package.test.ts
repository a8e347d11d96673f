import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../cli/command.js';
import { ROOT, scratchProject } from './scratch.js';

const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { readonly types: string }>;
};
const SUBPATHS = Object.entries(exports).flatMap(([subpath, target]) =>
  typeof target === 'object' ? [`whycors${subpath.slice(1)}`] : [],
);

/** A user's program, as strict as TypeScript can be. */
const PROGRAM = `
import { diagnose, type Report } from 'whycors/diagnose';
import { findCauses } from 'whycors/causes';
import { chromium, ENGINES, type EngineName } from 'whycors/engines';
import { derivePolicy, type CorsPolicy } from 'whycors/policy';
import { fetchAsPage, fetchRequest, type Outcome } from 'whycors/protocol';
import { describeCause, renderText } from 'whycors/reporters';
import { simulate, type SimulationRecord } from 'whycors/simulate';
import { emitPolicy } from 'whycors/targets';
import { readPasted } from 'whycors/inputs';

export async function main(): Promise<string> {
  const report: Report = await diagnose({ url: 'https://a.test/', origin: 'https://b.test', engine: 'firefox' });
  const request = fetchRequest('https://a.test/');
  const outcome: Outcome = await fetchAsPage(request, { origin: 'https://b.test', behaviour: chromium.behaviour, answer: () => ({ status: 200, headers: [] }) });
  const { causes } = findCauses({ request, origin: 'https://b.test', behaviour: chromium.behaviour, outcome });
  const policy: CorsPolicy = derivePolicy([{ origin: 'https://b.test', request }]).policy;
  const { emission } = emitPolicy('nginx', policy, { url: 'https://a.test/' });
  const records: readonly SimulationRecord[] = simulate({ id: 'a', origin: 'https://b.test', request: { url: 'https://a.test/' }, exchanges: [] }, { engine: 'all' });
  const name: EngineName = ENGINES.webkit.name;
  const words = causes.map((cause) => describeCause(cause).title);
  return [renderText(report), emission.kind, records.length, name, readPasted('curl x')?.value?.url, ...words].join();
}
// @ts-expect-error a browser that there is not
void diagnose({ url: 'https://a.test/', origin: 'https://b.test', engine: 'edge' });
`;

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
  target: 'es2023',
  types: ['node'],
  typeRoots: [join(ROOT, 'node_modules/@types')],
};

let project: Awaited<ReturnType<typeof scratchProject>>;
beforeAll(async () => {
  project = await scratchProject();
  await writeFile(join(project.folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(project.folder, 'main.ts'), PROGRAM);
});
afterAll(() => project.remove());

it.each([
  ['bundler', 'esnext'],
  ['nodenext', 'nodenext'],
])('types hold with moduleResolution %s', async (moduleResolution, module) => {
  const options = { ...STRICT, module, moduleResolution };
  const config = JSON.stringify({ compilerOptions: options, files: ['main.ts'] });
  const file = join(project.folder, `tsconfig.${moduleResolution}.json`);
  await writeFile(file, config);
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { out, status } = await run(process.execPath, [tsc, '-p', file]);
  expect(out).toBe('');
  expect(status).toBe(0);
});

it.each(SUBPATHS)('%s can be imported, and exports something', async (subpath) => {
  const file = join(project.folder, 'import.mjs');
  // Jest's entry is for where Jest's own expect() is.
  const around = subpath.endsWith('/jest') ? 'globalThis.expect = { extend() {} };' : '';
  const code = `console.log(Object.keys(await import('${subpath}')).length > 0);`;
  await writeFile(file, around + code);
  expect(await run(process.execPath, [file])).toEqual({ status: 0, out: 'true\n', err: '' });
});
