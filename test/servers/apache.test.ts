import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApache } from '../../lab/servers/apache.js';
import { startBackend } from '../../lab/servers/backend.js';
import type { ServerProcess } from '../../lab/servers/process.js';
import { whycorsJson } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { freePort } from '../support/ports.js';
import { FAULTS } from './apache-faults.js';
import { writeFaults } from './apache.js';

describe.skipIf(missingPackages(['apache2']).length > 0)('a real Apache', () => {
  let folder: string;
  let apache: ServerProcess;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  let base: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-apache-'));
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    backend = await startBackend();
    await writeFaults(folder, port, backend.port);
    apache = await startApache(folder, port);
  });

  afterAll(async () => {
    await apache.stop();
    await backend.stop();
    await rm(folder, { recursive: true });
  });

  it.each(FAULTS)('%s', async (path, _block, args, cause) => {
    const { status, report } = await whycorsJson(base + path, ...args);
    expect(status).toBe(1);
    expect(report.causes[0]?.rule).toBe(cause);
  });
});
