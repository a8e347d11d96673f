import { afterAll } from 'vitest';
import { FAULTS } from './lighttpd-faults.js';
import { startLighttpd, startSpeakingBackend, writeLighttpd } from './lighttpd.js';
import { mendsEach } from './mending.js';

let backend: Awaited<ReturnType<typeof startSpeakingBackend>> | null = null;
afterAll(() => backend?.stop());

mendsEach({
  title: 'lighttpd',
  packages: ['lighttpd'],
  faults: FAULTS,
  write: async (folder, port) => {
    backend = await startSpeakingBackend();
    return writeLighttpd(folder, port, backend.port);
  },
  start: startLighttpd,
});
