import { writeFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import { applyChanges, TARGETS } from '../../../../src/targets/index.js';
import { freePorts } from '../../ports.js';
import { printed, startProcess } from '../../process.js';
import type { Endpoint, Ground, RunningServer, ServerRunner } from '../../server.js';
import { API } from '../../try.js';

const HAPROXY = '/usr/sbin/haproxy';

/** One HAProxy with every policy in one frontend. */
export const runner: ServerRunner = {
  target: 'haproxy',
  packages: ['haproxy'],
  version: async () =>
    /version (\S+)/.exec(await printed(HAPROXY, '-v'))?.[1]?.replace(/^/, 'HAProxy/') ?? '',
  start,
};

async function start({ sites, folder, backend }: Ground): Promise<RunningServer> {
  const target = TARGETS.haproxy;
  if (target.kind !== 'file') throw new Error('HAProxy is configured by a file');
  const [port = 0] = await freePorts(1);
  const upstream = `http://127.0.0.1:${backend}`;
  let text = `global
    maxconn 64
defaults
    mode http
    timeout connect 5s
    timeout client 20s
    timeout server 20s
frontend web
    bind 127.0.0.1:${port}
    default_backend api
backend api
    server api 127.0.0.1:${backend}
`;
  const endpoints: Endpoint[] = [];
  for (const site of sites) {
    const place = { origin: API, path: site.path, upstream };
    const emission = target.emit(site.policy, place, { file: 'haproxy.cfg', text });
    if (emission.kind === 'cannot') endpoints.push({ site, reasons: emission.reasons });
    else {
      text = applyChanges(text, emission.changes);
      endpoints.push({ site, port });
    }
  }
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, text);
  const { stop } = await startProcess(HAPROXY, ['-db', '-f', file], { ports: [port], cwd: folder });
  // The API behind it is Node's, whose parser knows the registered methods only.
  const refusesMethod = (method: string): boolean => !METHODS.includes(method);
  return { endpoints, configuration: target.read({ file, text }).value, refusesMethod, stop };
}
