import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../lab/servers/backend.js';
import { startAsking, type AskingChromium } from '../../lab/servers/chromium.js';
import { sites } from '../../lab/servers/policies.js';
import { RUNNERS } from '../../lab/servers/runners/index.generated.js';
import { tryServer } from '../../lab/servers/try.js';
import { missingPackages } from '../setup/packages.js';

/** A sample of the policies: `npm run lab:servers` tries them all. */
const SITES = sites().filter((_, index) => index % 3 === 0);
/** Every so many of them also by the pages of a real browser. */
const STEP = 5;

const withoutBrowser = missingPackages(['chromium']).length > 0;
let chromium: AskingChromium;
beforeAll(async () => {
  if (!withoutBrowser) chromium = await startAsking();
});
afterAll(() => chromium?.close());

describe.each(RUNNERS)('a real $target', (runner) => {
  const missing = missingPackages([...runner.packages, 'chromium']);
  let folder: string;
  let backend: Awaited<ReturnType<typeof startBackend>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-server-'));
    backend = await startBackend();
  });
  afterAll(async () => {
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.skipIf(missing.length > 0)(
    'does what the policies intend, and what the simulation says, and Chromium agrees',
    async () => {
      const server = await runner.start({ sites: SITES, folder, backend: backend.port });
      try {
        const { policies, cannot, requests, disagreements } = await tryServer(server);
        expect(disagreements).toEqual([]);
        expect(policies + cannot).toBe(SITES.length);
        expect(policies).toBeGreaterThan(12);
        expect(requests).toBeGreaterThan(policies);
        const sampled = await chromium.sample(server, STEP);
        expect(sampled.disagreements).toEqual([]);
        expect(sampled.requests).toBeGreaterThan(3);
      } finally {
        await server.stop();
      }
    },
    120_000,
  );
});
