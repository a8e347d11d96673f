import { writeFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import { applyChanges, TARGETS } from '../../../../src/targets/index.js';
import { freePorts } from '../../ports.js';
import { printed, startProcess } from '../../process.js';
import type { Endpoint, Ground, RunningServer, ServerRunner } from '../../server.js';
import { API } from '../../try.js';

const NGINX = '/usr/sbin/nginx';
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** One nginx with every policy in a location of its own. */
export const runner: ServerRunner = {
  target: 'nginx',
  packages: ['nginx-light'],
  version: async () => (await printed(NGINX, '-v')).replace('nginx version: ', ''),
  start,
};

async function start({ sites, folder, backend }: Ground): Promise<RunningServer> {
  const target = TARGETS.nginx;
  if (target.kind !== 'file') throw new Error('nginx is configured by a file');
  const [port = 0] = await freePorts(1);
  const upstream = `http://127.0.0.1:${backend}`;
  let text = `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http {
    access_log off;
    ${TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n    ')}
    server {
        listen 127.0.0.1:${port};
        server_name api.example.com;
        location / {
            proxy_pass ${upstream};
        }
    }
}
`;
  const endpoints: Endpoint[] = [];
  for (const site of sites) {
    const place = { origin: API, path: site.path, upstream };
    const emission = target.emit(site.policy, place, { file: 'nginx.conf', text });
    if (emission.kind === 'cannot') endpoints.push({ site, reasons: emission.reasons });
    else {
      text = applyChanges(text, emission.changes);
      endpoints.push({ site, port });
    }
  }
  const file = join(folder, 'nginx.conf');
  await writeFile(file, text);
  const args = ['-p', folder, '-c', file, '-e', join(folder, 'error.log')];
  const { stop } = await startProcess(NGINX, args, { ports: [port], cwd: folder });
  // The API behind it is Node's, whose parser knows the registered methods only.
  const refusesMethod = (method: string): boolean => !METHODS.includes(method);
  return { endpoints, configuration: target.read({ file, text }).value, refusesMethod, stop };
}
