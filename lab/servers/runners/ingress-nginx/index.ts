import { writeFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import { applyChanges, TARGETS } from '../../../../src/targets/index.js';
import {
  ingressFromYaml,
  serversOf,
  type Servers,
} from '../../../../src/targets/ingress-nginx/model.js';
import { isIngress } from '../../../../src/targets/support/ingress.js';
import { readYaml } from '../../../../src/targets/support/yaml/read.js';
import { freePorts } from '../../ports.js';
import { printed, startProcess, type ServerProcess } from '../../process.js';
import type { Endpoint, Ground, RunningServer, ServerRunner } from '../../server.js';
import { API } from '../../try.js';
import { controllerConfiguration } from './controller.js';

const NGINX = '/usr/sbin/nginx';

/** A real nginx with what the controller would write for every policy's object. */
export const runner: ServerRunner = {
  target: 'ingress-nginx',
  packages: ['nginx-light', 'libnginx-mod-http-headers-more-filter'],
  version: async () => {
    const version = (await printed(NGINX, '-v')).replace('nginx version: ', '');
    return `${version} with headers-more, configured as controller 1.15.1 does`;
  },
  start,
};

/** Starts nginx as the controller would have it for the Ingress objects of a text. */
export async function startController(
  text: string,
  {
    folder,
    backend,
    port: wanted,
  }: Pick<Ground, 'folder' | 'backend'> & { readonly port?: number },
): Promise<{
  readonly port: number;
  readonly servers: Servers;
  readonly stop: ServerProcess['stop'];
}> {
  const [free = 0, defaultPort = 0] = await freePorts(2);
  const port = wanted ?? free;
  const source = { file: 'ingress.yaml', text };
  const servers = serversOf(
    readYaml(source)
      .maps.filter(isIngress)
      .map((map) => ingressFromYaml(map, source)),
  );
  const file = join(folder, 'nginx.conf');
  await writeFile(file, controllerConfiguration(servers, { folder, port, defaultPort, backend }));
  await writeFile(join(folder, 'users'), 'user:{PLAIN}password\n');
  const args = ['-p', folder, '-c', file, '-e', join(folder, 'error.log')];
  const { stop } = await startProcess(NGINX, args, { ports: [port], cwd: folder });
  return { port, servers, stop };
}

async function start({ sites, folder, backend }: Ground): Promise<RunningServer> {
  const target = TARGETS['ingress-nginx'];
  if (target.kind !== 'file') throw new Error('Ingress NGINX is configured by a file');
  let text = target.skeleton({ origin: API, path: '/', upstream: `http://127.0.0.1:${backend}` });
  const cannot = new Map<string, readonly string[]>();
  for (const { name, path, policy } of sites) {
    const place = { origin: API, path, upstream: `http://127.0.0.1:${backend}` };
    const emission = target.emit(policy, place, { file: 'ingress.yaml', text });
    if (emission.kind === 'cannot') cannot.set(name, emission.reasons);
    else text = applyChanges(text, emission.changes);
  }
  const { port, stop } = await startController(text, { folder, backend });
  const endpoints = sites.map((site): Endpoint => {
    const reasons = cannot.get(site.name);
    return reasons === undefined ? { site, port } : { site, reasons };
  });
  const configuration = target.read({ file: 'ingress.yaml', text }).value;
  // The API behind it is Node's, whose parser knows the registered methods only.
  const refusesMethod = (method: string): boolean => !METHODS.includes(method);
  return { endpoints, configuration, refusesMethod, stop };
}
