import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerProcess } from '../../lab/servers/process.js';
import { whycorsJson } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { freePort } from '../support/ports.js';
import { FAULTS } from './lighttpd-faults.js';
import { startLighttpd, startSpeakingBackend, writeLighttpd } from './lighttpd.js';

describe.skipIf(missingPackages(['lighttpd']).length > 0)('a real lighttpd', () => {
  let folder: string;
  let lighttpd: ServerProcess;
  let backend: Awaited<ReturnType<typeof startSpeakingBackend>>;
  let base: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-lighttpd-'));
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    backend = await startSpeakingBackend();
    await writeLighttpd(folder, port, backend.port);
    lighttpd = await startLighttpd(folder, port);
  });

  afterAll(async () => {
    await lighttpd.stop();
    await backend.stop();
    await rm(folder, { recursive: true });
  });

  it.each(FAULTS)('%s', async (path, _block, args, cause) => {
    const { status, report } = await whycorsJson(base + path, ...args);
    expect(status).toBe(1);
    expect(report.causes[0]?.rule).toBe(cause);
  });
});
