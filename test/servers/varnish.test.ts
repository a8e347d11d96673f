import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../lab/servers/backend.js';
import type { ServerProcess } from '../../lab/servers/process.js';
import { startVarnish } from '../../lab/servers/varnish.js';
import { whycorsJson } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { freePort } from '../support/ports.js';
import { FAULTS } from './varnish-faults.js';
import { writeVarnish } from './varnish.js';

describe.skipIf(missingPackages(['varnish']).length > 0)('a real Varnish', () => {
  let folder: string;
  let varnish: ServerProcess;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  let base: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-varnish-'));
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    backend = await startBackend();
    const file = await writeVarnish(folder, backend.port);
    varnish = await startVarnish(folder, file, port);
  });

  afterAll(async () => {
    await varnish.stop();
    await backend.stop();
    await rm(folder, { recursive: true });
  });

  it.each(FAULTS)('%s', async (path, _block, args, cause) => {
    const { status, report } = await whycorsJson(base + path, ...args);
    expect(status).toBe(1);
    expect(report.causes[0]?.rule).toBe(cause);
  });
});
