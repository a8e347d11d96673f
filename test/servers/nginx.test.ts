import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerProcess } from '../../lab/servers/process.js';
import { whycorsJson } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { freePort } from '../support/ports.js';
import { FAULTS } from './nginx-faults.js';
import { nginxConfig, startNginx, writeNginx } from './nginx.js';

describe.skipIf(missingPackages(['nginx-light']).length > 0)('a real nginx', () => {
  let folder: string;
  let nginx: ServerProcess;
  let base: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-nginx-'));
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    const locations = FAULTS.map(([path, block]) => `location ${path} { ${block} }`);
    await writeNginx(folder, nginxConfig(folder, port, locations.join('\n')));
    nginx = await startNginx(folder, port);
  });

  afterAll(async () => {
    await nginx.stop();
    await rm(folder, { recursive: true });
  });

  it.each(FAULTS)('%s', async (path, _block, args, cause) => {
    const { status, report } = await whycorsJson(base + path, ...args);
    expect(status).toBe(1);
    expect(report.causes[0]?.rule).toBe(cause);
  });
});
