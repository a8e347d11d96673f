import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../lab/servers/backend.js';
import { sites } from '../../lab/servers/policies.js';
import { RUNNERS } from '../../lab/servers/runners/index.generated.js';
import { tryServer } from '../../lab/servers/try.js';
import { missingPackages } from '../setup/packages.js';

describe.each(RUNNERS)('a real $target', (runner) => {
  const missing = missingPackages(runner.packages);
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
    'does what the policies intend, and what the simulation says',
    async () => {
      const server = await runner.start({ sites: sites(), folder, backend: backend.port });
      try {
        const { policies, cannot, requests, disagreements } = await tryServer(server);
        expect(disagreements).toEqual([]);
        expect(policies + cannot).toBe(sites().length);
        expect(policies).toBeGreaterThan(15);
        expect(requests).toBeGreaterThan(policies);
      } finally {
        await server.stop();
      }
    },
    120_000,
  );
});
