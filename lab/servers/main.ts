// npm run lab:servers [-- <target> …]: tries every policy on every real server that runs
// here, and writes what ran to docs/targets/results.json, which the table of targets tells.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from './backend.js';
import { startAsking, type Sampled } from './chromium.js';
import { sites } from './policies.js';
import { RUNNERS } from './runners/index.generated.js';
import type { ServerRunner } from './server.js';
import { tryServer, type Tried } from './try.js';

/** What ran of one target. */
interface Result {
  readonly version: string;
  readonly policies: number;
  readonly cannot: number;
  readonly requests: number;
  /** Requests of a real browser's pages, and its version. */
  readonly browser: { readonly version: string; readonly requests: number };
}

const RESULTS = fileURLToPath(new URL('../../docs/targets/results.json', import.meta.url));

const wanted = process.argv.slice(2);
const runners = RUNNERS.filter(({ target }) => wanted.length === 0 || wanted.includes(target));
const results = await readResults();
const chromium = await startAsking();
let failed = 0;
for (const runner of runners) {
  const started = Date.now();
  const { policies, cannot, requests, sampled, disagreements: own } = await run(runner);
  const disagreements = [...own, ...sampled.disagreements];
  const version = await runner.version();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `${runner.target} (${version}): ${policies} policies, ${cannot} cannot be said, ${requests} requests, ${sampled.requests} by a browser, ${disagreements.length} disagreements, ${seconds} s`,
  );
  for (const { site, trial, kind, detail } of disagreements.slice(0, 10))
    console.log(`  ${kind} of "${site}", ${trial}: ${detail}`);
  if (disagreements.length > 0) failed++;
  else {
    const browser = { version: chromium.version, requests: sampled.requests };
    results[runner.target] = { version, policies, cannot, requests, browser };
  }
}
await chromium.close();
const sorted = Object.fromEntries(Object.entries(results).toSorted(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(RESULTS, `${JSON.stringify(sorted, null, 2)}\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function run(runner: ServerRunner): Promise<Tried & { readonly sampled: Sampled }> {
  const folder = await mkdtemp(join(tmpdir(), 'whycors-server-'));
  const backend = await startBackend();
  try {
    const server = await runner.start({ sites: sites(), folder, backend: backend.port });
    try {
      const tried = await tryServer(server);
      return { ...tried, sampled: await chromium.sample(server, 1) };
    } finally {
      await server.stop();
    }
  } finally {
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function readResults(): Promise<Record<string, Result>> {
  try {
    return JSON.parse(await readFile(RESULTS, 'utf8')) as Record<string, Result>;
  } catch {
    return {};
  }
}
