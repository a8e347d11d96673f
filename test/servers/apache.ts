import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apacheBase, startApache, writeApache } from '../../lab/servers/apache.js';
import { startBackend } from '../../lab/servers/backend.js';
import { FAULTS, USERS } from './apache-faults.js';
import type { FaultyServer } from './faulty.js';

/** Writes an Apache with every fault in a location of its own, in front of an API. @returns its file */
async function writeFaults(folder: string, port: number, backend: number): Promise<string> {
  const upstream = `http://127.0.0.1:${backend}/`;
  const locations = FAULTS.map(([path, block]) => {
    const lines = [
      `# ${path}`,
      `<Location "${path}">`,
      ...block.split('\n').map((l) => `    ${l}`),
    ];
    return [...lines, '</Location>'].map((line) => `    ${line}`).join('\n');
  });
  const inner = [...locations, `    ProxyPass "/" "${upstream}"`];
  const host = `<VirtualHost *:${port}>\n${inner.join('\n')}\n</VirtualHost>\n`;
  await writeFile(join(folder, 'users'), USERS);
  return writeApache(folder, `${apacheBase(folder, port)}\n${host}`);
}

/** Apache with every fault, in front of the plain API, which `stop` ends. */
export function faultyApache(): FaultyServer & { readonly stop: () => Promise<void> | undefined } {
  let backend: Awaited<ReturnType<typeof startBackend>> | null = null;
  return {
    title: 'Apache httpd',
    packages: ['apache2'],
    faults: FAULTS,
    write: async (folder, port) => {
      backend = await startBackend();
      return writeFaults(folder, port, backend.port);
    },
    start: startApache,
    stop: () => backend?.stop(),
  };
}
