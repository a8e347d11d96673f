import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apacheBase, writeApache } from '../../lab/servers/apache.js';
import { FAULTS, USERS } from './apache-faults.js';

/** Writes an Apache with every fault in a location of its own, in front of an API. @returns its file */
export async function writeFaults(folder: string, port: number, backend: number): Promise<string> {
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
