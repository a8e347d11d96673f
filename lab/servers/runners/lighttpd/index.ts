import { writeFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import { applyChanges, TARGETS } from '../../../../src/targets/index.js';
import { freePorts } from '../../ports.js';
import { printed, startProcess } from '../../process.js';
import type { Endpoint, Ground, RunningServer, ServerRunner } from '../../server.js';
import { API } from '../../try.js';

const LIGHTTPD = '/usr/sbin/lighttpd';

/** One lighttpd with every policy at a path of its own, in front of an API. */
export const runner: ServerRunner = {
  target: 'lighttpd',
  packages: ['lighttpd'],
  version: async () => /^\S+/.exec(await printed(LIGHTTPD, '-v'))?.[0] ?? '',
  start,
};

async function start({ sites, folder, backend }: Ground): Promise<RunningServer> {
  const target = TARGETS.lighttpd;
  if (target.kind !== 'file') throw new Error('lighttpd is configured by a file');
  const [port = 0] = await freePorts(1);
  const upstream = `http://127.0.0.1:${backend}`;
  let text = `server.modules = ( "mod_proxy" )
server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${folder}"
server.errorlog = "${folder}/error.log"
proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => ${backend} ) ) )
`;
  const endpoints: Endpoint[] = [];
  for (const site of sites) {
    const place = { origin: API, path: site.path, upstream };
    const emission = target.emit(site.policy, place, { file: 'lighttpd.conf', text });
    if (emission.kind === 'cannot') endpoints.push({ site, reasons: emission.reasons });
    else {
      text = applyChanges(text, emission.changes);
      endpoints.push({ site, port });
    }
  }
  const file = join(folder, 'lighttpd.conf');
  await writeFile(file, text);
  const { stop } = await startProcess(LIGHTTPD, ['-D', '-f', file], { ports: [port], cwd: folder });
  // The API behind it is Node's, whose parser knows the registered methods only.
  const refusesMethod = (method: string): boolean => !METHODS.includes(method);
  return { endpoints, configuration: target.read({ file, text }).value, refusesMethod, stop };
}
