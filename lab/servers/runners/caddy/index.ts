import { writeFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import { applyChanges, TARGETS } from '../../../../src/targets/index.js';
import { freePorts } from '../../ports.js';
import { printed, startProcess } from '../../process.js';
import type { Endpoint, Ground, RunningServer, ServerRunner } from '../../server.js';
import { API } from '../../try.js';

const CADDY = '/usr/bin/caddy';

/** One Caddy with every policy at a path of its own. */
export const runner: ServerRunner = {
  target: 'caddy',
  packages: ['caddy'],
  version: async () => `Caddy ${await printed(CADDY, 'version')}`,
  start,
};

async function start({ sites, folder, backend }: Ground): Promise<RunningServer> {
  const target = TARGETS.caddy;
  if (target.kind !== 'file') throw new Error('Caddy is configured by a file');
  const [port = 0] = await freePorts(1);
  const upstream = `http://127.0.0.1:${backend}`;
  let text = `{
	admin off
	auto_https off
}
http://api.example.com:${port} {
	bind 127.0.0.1
	reverse_proxy ${upstream}
}
`;
  const endpoints: Endpoint[] = [];
  for (const site of sites) {
    const place = { origin: API, path: site.path, upstream };
    const emission = target.emit(site.policy, place, { file: 'Caddyfile', text });
    if (emission.kind === 'cannot') endpoints.push({ site, reasons: emission.reasons });
    else {
      text = applyChanges(text, emission.changes);
      endpoints.push({ site, port });
    }
  }
  const file = join(folder, 'Caddyfile');
  await writeFile(file, text);
  const { stop } = await startProcess(CADDY, ['run', '--config', file], {
    ports: [port],
    cwd: folder,
    env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  // The API behind it is Node's, whose parser knows the registered methods only.
  const refusesMethod = (method: string): boolean => !METHODS.includes(method);
  return { endpoints, configuration: target.read({ file, text }).value, refusesMethod, stop };
}
