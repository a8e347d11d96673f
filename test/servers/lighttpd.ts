import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBackend } from '../../lab/servers/backend.js';
import { startProcess, type ServerProcess } from '../../lab/servers/process.js';
import { plainUpstream, type Upstream } from '../../src/targets/index.js';
import type { FaultyServer } from './faulty.js';
import { FAULTS } from './lighttpd-faults.js';

/** The API behind: at `/twice` it sends CORS headers of its own. */
const speaking: Upstream = (request) => {
  const { status, headers } = plainUpstream(request);
  return request.url.endsWith('/twice')
    ? { status, headers: [...headers, ['Access-Control-Allow-Origin', '*']] }
    : { status, headers };
};

/** Writes a folder's lighttpd.conf with all faults. @returns its path */
async function write(folder: string, port: number, backend: number): Promise<string> {
  const blocks = FAULTS.map(
    ([path, block]) => `$HTTP["url"] =~ "^${path}(/|$)" {\n${block.replaceAll(/^/gm, '    ')}\n}`,
  );
  const text = `server.modules = ( "mod_setenv", "mod_redirect", "mod_auth", "mod_authn_file", "mod_proxy" )
server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${folder}"
server.errorlog = "${folder}/error.log"
auth.backend = "plain"
auth.backend.plain.userfile = "${folder}/users"
proxy.server = ( "" => ( ( "host" => "127.0.0.1", "port" => ${backend} ) ) )
${blocks.join('\n')}
`;
  await writeFile(join(folder, 'users'), 'user:password\n');
  const file = join(folder, 'lighttpd.conf');
  await writeFile(file, text);
  return file;
}

/** Starts a real lighttpd with the lighttpd.conf of a folder. */
function startLighttpd(folder: string, port: number): Promise<ServerProcess> {
  const args = ['-D', '-f', join(folder, 'lighttpd.conf')];
  return startProcess('/usr/sbin/lighttpd', args, { ports: [port], cwd: folder });
}

/** lighttpd with every fault at a path of its own, in front of an API, which `stop` ends. */
export function faultyLighttpd(): FaultyServer & {
  readonly stop: () => Promise<void> | undefined;
} {
  let backend: Awaited<ReturnType<typeof startBackend>> | null = null;
  return {
    title: 'lighttpd',
    packages: ['lighttpd'],
    faults: FAULTS,
    write: async (folder, port) => {
      backend = await startBackend(speaking);
      return write(folder, port, backend.port);
    },
    start: startLighttpd,
    stop: () => backend?.stop(),
  };
}
