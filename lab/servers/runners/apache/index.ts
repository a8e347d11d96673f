import { METHODS } from 'node:http';
import { applyChanges, TARGETS } from '../../../../src/targets/index.js';
import { APACHE, apacheBase, startApache, writeApache } from '../../apache.js';
import { freePorts } from '../../ports.js';
import { printed } from '../../process.js';
import type { Endpoint, Ground, RunningServer, ServerRunner } from '../../server.js';
import { API } from '../../try.js';

/** One Apache with every policy in a location of its own. */
export const runner: ServerRunner = {
  target: 'apache',
  packages: ['apache2'],
  version: async () => /Apache\/\S+/.exec(await printed(APACHE, '-v'))?.[0] ?? '',
  start,
};

async function start({ sites, folder, backend }: Ground): Promise<RunningServer> {
  const target = TARGETS.apache;
  if (target.kind !== 'file') throw new Error('Apache is configured by a file');
  const [port = 0] = await freePorts(1);
  const upstream = `http://127.0.0.1:${backend}`;
  let text = `${apacheBase(folder, port)}
<VirtualHost *:${port}>
    ServerName api.example.com
    ProxyPass "/" "${upstream}/"
</VirtualHost>
`;
  const endpoints: Endpoint[] = [];
  for (const site of sites) {
    const place = { origin: API, path: site.path, upstream };
    const emission = target.emit(site.policy, place, { file: 'httpd.conf', text });
    if (emission.kind === 'cannot') endpoints.push({ site, reasons: emission.reasons });
    else {
      text = applyChanges(text, emission.changes);
      endpoints.push({ site, port });
    }
  }
  const file = await writeApache(folder, text);
  const { stop } = await startApache(folder, port);
  // The API behind it is Node's, whose parser knows the registered methods only.
  const refusesMethod = (method: string): boolean => !METHODS.includes(method);
  return { endpoints, configuration: target.read({ file, text }).value, refusesMethod, stop };
}
