import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProcess, type ServerProcess } from '../../lab/servers/process.js';
import type { FaultyServer } from './faulty.js';
import { FAULTS } from './nginx-faults.js';

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** A configuration that keeps all its files in a folder, with one server. */
function nginxConfig(folder: string, port: number, inServer: string): string {
  return `daemon off;
master_process off;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
    access_log off;
    ${TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n    ')}
    server {
        listen 127.0.0.1:${port};
${inServer}
    }
}
`;
}

/** Starts a real nginx with the configuration of a folder's nginx.conf. */
function startNginx(folder: string, port: number): Promise<ServerProcess> {
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
  return startProcess('/usr/sbin/nginx', args, { ports: [port], cwd: folder });
}

/** Writes a folder's nginx.conf. @returns its path */
async function writeNginx(folder: string, text: string): Promise<string> {
  const file = join(folder, 'nginx.conf');
  await writeFile(file, text);
  return file;
}

/** An nginx with every fault in a location of its own. */
export const faultyNginx: FaultyServer = {
  title: 'nginx',
  packages: ['nginx-light'],
  faults: FAULTS,
  write: (folder, port) => {
    const locations = FAULTS.map(
      ([path, block]) => `        location ${path} { # ${path}\n            ${block}\n        }`,
    );
    return writeNginx(folder, nginxConfig(folder, port, locations.join('\n')));
  },
  start: startNginx,
};
