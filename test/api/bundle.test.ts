import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'rolldown';
import { expect, it } from 'vitest';
import { ROOT } from './scratch.js';

/** Most that the protocol and the causes may weigh in a browser, gzipped, in bytes. */
const MOST = 25_000;

interface Bundle {
  readonly bytes: number;
  readonly modules: readonly string[];
  readonly imports: readonly string[];
}

/** Everything that these entries export, minified as bundlers for browsers do it. */
async function bundle(code: string): Promise<Bundle> {
  const { output } = await build({
    input: 'entry',
    platform: 'browser',
    write: false,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? '\0entry' : null),
        load: (id) => (id === '\0entry' ? code : null),
      },
    ],
    output: { format: 'esm', minify: true },
  });
  const chunks = output.filter((each) => each.type === 'chunk');
  return {
    bytes: gzipSync(chunks.map((each) => each.code).join(''), { level: 9 }).length,
    modules: chunks.flatMap((each) => Object.keys(each.modules)),
    imports: chunks.flatMap((each) => [...each.imports, ...each.dynamicImports]),
  };
}

const all = (entry: string): string =>
  `export * from ${JSON.stringify(join(ROOT, `dist/api/${entry}.js`))};\n`;

it('protocol and causes weigh at most 25 kB, words and browsers apart', async () => {
  const { bytes, modules, imports } = await bundle(all('protocol') + all('causes'));
  expect(bytes).toBeLessThanOrEqual(MOST);
  // Where this fails by being small, the entries have lost what they are for.
  expect(bytes).toBeGreaterThan(15_000);
  expect(imports).toEqual([]);
  expect(
    modules.filter((id) => /\/(?:reporters|engines\/(?:chromium|firefox|webkit))\//.test(id)),
  ).toEqual([]);
});

it.each(['chromium', 'firefox', 'webkit'])('%s alone comes with its name', async (name) => {
  const engines = JSON.stringify(join(ROOT, 'dist/api/engines.js'));
  const { bytes, modules } = await bundle(
    `${all('protocol')}${all('causes')}export { ${name} } from ${engines};`,
  );
  const others = ['chromium', 'firefox', 'webkit'].filter((each) => each !== name);
  expect(modules.some((id) => id.includes(`/engines/${name}/`))).toBe(true);
  expect(
    modules.filter((id) => others.some((other) => id.endsWith(`/engines/${other}/index.js`))),
  ).toEqual([]);
  expect(bytes).toBeLessThan(MOST + 5_000);
});

it.each(['protocol', 'causes', 'engines', 'simulate'])(
  'whycors/%s reaches nothing of Node',
  async (entry) => {
    const { imports } = await bundle(all(entry));
    expect(imports.filter(isBuiltin)).toEqual([]);
  },
);
