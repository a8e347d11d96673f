import { join } from 'node:path';
import { afterAll } from 'vitest';
import { startBackend } from '../../lab/servers/backend.js';
import { startVarnish } from '../../lab/servers/varnish.js';
import { mendsEach } from './mending.js';
import { FAULTS } from './varnish-faults.js';
import { writeVarnish } from './varnish.js';

let backend: Awaited<ReturnType<typeof startBackend>> | null = null;
afterAll(() => backend?.stop());

mendsEach({
  title: 'Varnish',
  packages: ['varnish'],
  faults: FAULTS,
  write: async (folder) => {
    backend = await startBackend();
    return writeVarnish(folder, backend.port);
  },
  start: (folder, port) => startVarnish(folder, join(folder, 'default.vcl'), port),
});
