import { chmod } from 'node:fs/promises';
import { startProcess, type ServerProcess } from './process.js';

export const VARNISH = '/usr/sbin/varnishd';

/**
 * Starts a real Varnish with a VCL file. Nothing is kept from one request to the
 * next: an answer is what a request makes of it.
 */
export async function startVarnish(
  folder: string,
  file: string,
  port: number,
  within = 30_000,
): Promise<ServerProcess> {
  // Varnish compiles what it reads as a user of its own.
  await chmod(folder, 0o755);
  const args = ['-F', '-n', `${folder}/varnish-${port}`, '-a', `127.0.0.1:${port}`, '-f', file];
  const alone = ['-T', 'none', '-s', 'malloc,16m', '-p', 'default_ttl=0', '-p', 'default_grace=0'];
  return startProcess(VARNISH, [...args, ...alone], { ports: [port], cwd: folder, within });
}
