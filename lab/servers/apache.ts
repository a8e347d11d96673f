import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProcess, type ServerProcess } from './process.js';

export const APACHE = '/usr/sbin/apache2';
const MODULES = [
  ['mpm_event', 'authz_core', 'authz_user', 'authz_host', 'authn_core', 'authn_file', 'auth_basic'],
  ['access_compat', 'alias', 'dir', 'env', 'headers', 'rewrite', 'setenvif', 'proxy', 'proxy_http'],
].flat();

/** The lines of a configuration that keep an Apache to a folder and a port of loopback. */
export function apacheBase(folder: string, port: number): string {
  const modules = MODULES.map(
    (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
  );
  return `ServerRoot "${folder}"
DefaultRuntimeDir "${folder}"
PidFile "${folder}/pid"
ErrorLog "${folder}/error.log"
Listen 127.0.0.1:${port}
ServerName localhost
${modules.join('\n')}
User #65534
Group #65534
DocumentRoot "${folder}/htdocs"
`;
}

/** Writes a folder's httpd.conf and what it needs. @returns its path */
export async function writeApache(folder: string, text: string): Promise<string> {
  await mkdir(join(folder, 'htdocs'), { recursive: true });
  // Apache's children run as nobody and read files of it.
  await chmod(folder, 0o755);
  const file = join(folder, 'httpd.conf');
  await writeFile(file, text);
  return file;
}

/** Starts a real Apache with the httpd.conf of a folder. */
export function startApache(folder: string, port: number): Promise<ServerProcess> {
  const args = ['-d', folder, '-f', join(folder, 'httpd.conf'), '-DFOREGROUND'];
  return startProcess(APACHE, args, { ports: [port], cwd: folder });
}
