import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBackend } from '../../lab/servers/backend.js';
import { startController } from '../../lab/servers/runners/ingress-nginx/index.js';
import type { FaultyServer } from './faulty.js';
import { FAULTS, faultyObjects } from './ingress-faults.js';

/** A real nginx, configured as the controller would for the objects, in front of the plain API, which `stop` ends. */
export function faultyIngress(): FaultyServer & { readonly stop: () => Promise<void> | undefined } {
  let backend: Awaited<ReturnType<typeof startBackend>> | null = null;
  return {
    title: 'Ingress NGINX',
    packages: ['nginx-light', 'libnginx-mod-http-headers-more-filter'],
    faults: FAULTS,
    write: async (folder) => {
      backend = await startBackend();
      const file = join(folder, 'ingress.yaml');
      await writeFile(file, faultyObjects());
      return file;
    },
    start: async (folder, port) => {
      const text = await readFile(join(folder, 'ingress.yaml'), 'utf8');
      return startController(text, { folder, backend: backend?.port ?? 0, port });
    },
    stop: () => backend?.stop(),
  };
}
