import { writeFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import { applyChanges, TARGETS } from '../../../../src/targets/index.js';
import { freePorts } from '../../ports.js';
import { printed } from '../../process.js';
import type { Endpoint, Ground, RunningServer, ServerRunner } from '../../server.js';
import { API } from '../../try.js';
import { startVarnish, VARNISH } from '../../varnish.js';

/** One Varnish in front of an API, with every policy at a path of its own. */
export const runner: ServerRunner = {
  target: 'varnish',
  packages: ['varnish'],
  version: async () =>
    /varnish-[\d.]+/.exec(await printed(VARNISH, '-V'))?.[0]?.replace('-', '/') ?? '',
  start,
};

async function start({ sites, folder, backend }: Ground): Promise<RunningServer> {
  const target = TARGETS.varnish;
  if (target.kind !== 'file') throw new Error('Varnish is configured by a file');
  const [port = 0] = await freePorts(1);
  const upstream = `http://127.0.0.1:${backend}`;
  let text = target.skeleton({ origin: API, path: '/', upstream });
  const endpoints: Endpoint[] = [];
  for (const site of sites) {
    const place = { origin: API, path: site.path, upstream };
    const emission = target.emit(site.policy, place, { file: 'default.vcl', text });
    if (emission.kind === 'cannot') endpoints.push({ site, reasons: emission.reasons });
    else {
      text = applyChanges(text, emission.changes);
      endpoints.push({ site, port });
    }
  }
  const file = join(folder, 'default.vcl');
  await writeFile(file, text);
  const { stop } = await startVarnish(folder, file, port);
  // The API behind it is Node's, whose parser knows the registered methods only.
  const refusesMethod = (method: string): boolean => !METHODS.includes(method);
  return { endpoints, configuration: target.read({ file, text }).value, refusesMethod, stop };
}
