import { afterAll } from 'vitest';
import { startApache } from '../../lab/servers/apache.js';
import { startBackend } from '../../lab/servers/backend.js';
import { FAULTS } from './apache-faults.js';
import { writeFaults } from './apache.js';
import { mendsEach } from './mending.js';

let backend: Awaited<ReturnType<typeof startBackend>> | null = null;
afterAll(() => backend?.stop());

mendsEach({
  title: 'Apache httpd',
  packages: ['apache2'],
  faults: FAULTS,
  write: async (folder, port) => {
    backend = await startBackend();
    return writeFaults(folder, port, backend.port);
  },
  start: startApache,
});
