import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServerProcess } from '../../lab/servers/process.js';
import { whycors } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { freePort } from '../support/ports.js';
import type { Fault } from './fault.js';

/** A real server whose configuration has a fault at each of some paths. */
export interface Mended {
  /** As its makers write it. */
  readonly title: string;
  readonly packages: readonly string[];
  readonly faults: readonly Fault[];
  /** Writes the configuration. @returns the file that --fix is to change */
  readonly write: (folder: string, port: number) => Promise<string>;
  readonly start: (folder: string, port: number) => Promise<ServerProcess>;
}

// A redirect is followed to a place that no change of this one lets through.
const MOVED = '/moved';

/** Applies exactly what --fix writes, one place after the other in one file, and asks the real server again. */
export function mendsEach({ title, packages, faults, write, start }: Mended): void {
  const missing = missingPackages([...packages, 'chromium']);
  describe.skipIf(missing.length > 0)(`--fix of a real ${title}`, () => {
    let folder: string;
    let port: number;
    let file: string;
    let server: ServerProcess;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'whycors-fix-'));
      port = await freePort();
      file = await write(folder, port);
      server = await start(folder, port);
    });
    afterAll(async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    });

    it.each(faults.filter(([path]) => path !== MOVED))('mends %s', async (path, _block, args) => {
      const call = [`http://127.0.0.1:${port}${path}`, ...args, '--send', '--no-experiments'];
      expect((await whycors(...call)).status).toBe(1);
      // The server is recognised by its answers, the configuration by its text.
      const { out, err } = await whycors(...call, '--fix', '--config', file, '--write');
      expect(out, err).toContain(`Fix for ${title}`);
      expect(out).toContain('Checked: read back and simulated');
      expect(err).toContain('was changed');
      await server.stop();
      server = await start(folder, port);
      // A real Chromium lets it through, too.
      const again = await whycors(...call, '--verify', 'chromium', '--json');
      expect(again.status, `${await readFile(file, 'utf8')}\n${again.out}`).toBe(0);
      const { verification } = JSON.parse(again.out) as {
        verification: readonly { verdict: string }[];
      };
      expect(verification[0]?.verdict).toBe('allowed');
    });

    it('does not say that it mends what it does not: a redirect to elsewhere', async () => {
      const call = [`http://127.0.0.1:${port}${MOVED}`, '-X', 'PUT', '--send', '--no-experiments'];
      const before = await readFile(file, 'utf8');
      const { status, err } = await whycors(...call, '--fix', '--config', file, '--write');
      expect(status).toBe(2);
      expect(err).toContain('nothing was written');
      expect(await readFile(file, 'utf8')).toBe(before);
    });
  });
}
