import { describe, expect, it } from 'vitest';
import { whycorsJson } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { runFaulty, type FaultyServer } from './faulty.js';

/** Asks a real server at each of its faulty paths: the right cause comes first. */
export function diagnosesEach(server: FaultyServer): void {
  describe.skipIf(missingPackages(server.packages).length > 0)(`a real ${server.title}`, () => {
    const { base } = runFaulty(server);

    it.each(server.faults)('%s', async (path, _block, args, cause) => {
      const { status, report } = await whycorsJson(base() + path, ...args);
      expect(status).toBe(1);
      expect(report.causes[0]?.rule).toBe(cause);
    });
  });
}
