import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerProcess } from '../../lab/servers/process.js';
import { whycors } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { freePort } from '../support/ports.js';
import { FAULTS } from './nginx-faults.js';
import { nginxConfig, startNginx, writeNginx } from './nginx.js';

// A redirect is followed to a place that no change of this one lets through.
const MENDABLE = FAULTS.filter(([path]) => path !== '/moved');

/** Applies exactly what --fix writes, one place after the other in one file, and asks the real server again. */
describe.skipIf(missingPackages(['nginx-light', 'chromium']).length > 0)(
  '--fix of a real nginx',
  () => {
    let folder: string;
    let port: number;
    let file: string;
    let nginx: ServerProcess;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'whycors-fix-nginx-'));
      port = await freePort();
      const locations = FAULTS.map(
        ([path, block]) => `        location ${path} { # ${path}\n            ${block}\n        }`,
      );
      file = await writeNginx(folder, nginxConfig(folder, port, locations.join('\n')));
      nginx = await startNginx(folder, port);
    });
    afterAll(async () => {
      await nginx.stop();
      await rm(folder, { recursive: true });
    });

    it.each(MENDABLE)('mends %s', async (path, _block, args) => {
      const call = [`http://127.0.0.1:${port}${path}`, ...args, '--send', '--no-experiments'];
      expect((await whycors(...call)).status).toBe(1);
      // The server is recognised by its answers, the configuration by its text.
      const { out, err } = await whycors(...call, '--fix', '--config', file, '--write');
      expect(out).toContain('Fix for nginx');
      expect(out).toContain('Checked: read back and simulated');
      expect(err).toContain('was changed');
      await nginx.stop();
      nginx = await startNginx(folder, port);
      // A real Chromium lets it through, too.
      const again = await whycors(...call, '--verify', 'chromium', '--json');
      expect(again.status, `${await readFile(file, 'utf8')}\n${again.out}`).toBe(0);
      const { verification } = JSON.parse(again.out) as {
        verification: readonly { verdict: string }[];
      };
      expect(verification[0]?.verdict).toBe('allowed');
    });

    it('does not say that it mends what it does not: a redirect to elsewhere', async () => {
      const call = [`http://127.0.0.1:${port}/moved`, '-X', 'PUT', '--send', '--no-experiments'];
      const before = await readFile(file, 'utf8');
      const { status, err } = await whycors(...call, '--fix', '--config', file, '--write');
      expect(status).toBe(2);
      expect(err).toContain('nothing was written');
      expect(await readFile(file, 'utf8')).toBe(before);
    });
  },
);
