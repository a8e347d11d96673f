import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { whycors } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { runFaulty, type FaultyServer } from './faulty.js';

// A redirect is followed to a place that no change of this one lets through.
const MOVED = '/moved';

/** Applies exactly what --fix writes, one place after the other in one file, and asks the real server again. */
export function mendsEach(server: FaultyServer): void {
  const { title, packages, faults } = server;
  const missing = missingPackages([...packages, 'chromium']);
  describe.skipIf(missing.length > 0)(`--fix of a real ${title}`, () => {
    const { base, file, restart } = runFaulty(server);

    it.each(faults.filter(([path]) => path !== MOVED))('mends %s', async (path, _block, args) => {
      const call = [base() + path, ...args, '--send', '--no-experiments'];
      expect((await whycors(...call)).status).toBe(1);
      // The server is recognised by its answers, the configuration by its text.
      const { out, err } = await whycors(...call, '--fix', '--config', file(), '--write');
      expect(out, err).toContain(`Fix for ${title}`);
      expect(out).toContain('Checked: read back and simulated');
      expect(err).toContain('was changed');
      await restart();
      // A real Chromium lets it through, too.
      const again = await whycors(...call, '--verify', 'chromium', '--json');
      expect(again.status, `${await readFile(file(), 'utf8')}\n${again.out}`).toBe(0);
      const { verification } = JSON.parse(again.out) as {
        verification: readonly { verdict: string }[];
      };
      expect(verification[0]?.verdict).toBe('allowed');
    });

    it('does not say that it mends what it does not: a redirect to elsewhere', async () => {
      const call = [base() + MOVED, '-X', 'PUT', '--send', '--no-experiments'];
      const before = await readFile(file(), 'utf8');
      const { status, err } = await whycors(...call, '--fix', '--config', file(), '--write');
      expect(status).toBe(2);
      expect(err).toContain('nothing was written');
      expect(await readFile(file(), 'utf8')).toBe(before);
    });
  });
}
