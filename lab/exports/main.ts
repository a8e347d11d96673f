// npm run lab:exports: what the real browsers copy and export of the same calls, for the tests of the readers.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBrowser, type BrowserName } from '../../src/browsers/index.js';
import { CALLS } from './calls.js';
import { chromiumExports } from './chromium.js';
import type { Exports } from './exports.js';
import { firefoxExports } from './firefox.js';
import { webkitExports } from './webkit.js';
import { openWorld } from './world.js';

const FOLDER = join(import.meta.dirname, '../../test/inputs/exports');
const names = process.argv.slice(2);

for (const name of ['chromium', 'firefox', 'webkit'] as const) {
  if (names.length > 0 && !names.includes(name)) continue;
  const world = await openWorld();
  try {
    const exports = await exportsOf(name);
    if (exports.copies.length < CALLS.length)
      throw new Error(`${name} shows ${exports.copies.length} of ${CALLS.length} calls`);
    await save(name, exports, world);
    console.log(`${exports.browser}: ${exports.copies.length} calls`);
  } finally {
    world.close();
  }

  function exportsOf(browser: BrowserName): Promise<Exports> {
    if (browser === 'chromium') return chromiumExports(program('chromium'), world);
    if (browser === 'firefox') return firefoxExports(program('firefox'), world);
    return webkitExports(program('webkit'), program('chromium'), world);
  }
}

function program(name: BrowserName): string {
  const found = findBrowser(name, process.env);
  if (found.program === null) throw new Error(found.missing);
  return found.program;
}

/** Ports are other ones each time: what is saved has ever the same. */
async function save(
  name: BrowserName,
  { browser, copies, har, sanitized }: Exports,
  { page, api }: { readonly page: string; readonly api: string },
): Promise<void> {
  const fixed = (value: unknown, indent: number): string =>
    `${JSON.stringify(value, null, indent)}\n`
      .replaceAll(new URL(page).host, '127.0.0.1:3000')
      .replaceAll(new URL(api).host, '127.0.0.1:8080');
  const made = CALLS.map((call, index) => ({ call, copies: copies[index] }));
  await writeFile(join(FOLDER, `${name}.json`), fixed({ browser, made }, 1));
  await writeFile(join(FOLDER, `${name}.har`), fixed(har, 0));
  if (sanitized !== null)
    await writeFile(join(FOLDER, `${name}-sanitized.har`), fixed(sanitized, 0));
}
