import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBackend } from '../../lab/servers/backend.js';
import { startVarnish } from '../../lab/servers/varnish.js';
import type { FaultyServer } from './faulty.js';
import { FAULTS, THEN } from './varnish-faults.js';

/** Writes a folder's default.vcl with all faults. @returns its path */
async function write(folder: string, backend: number): Promise<string> {
  const parts = FAULTS.map(([path, block]) => [path, ...block.split(THEN)] as const);
  const when = (path: string, lines: string): string =>
    lines.trim() === '' ? '' : `    if (req.url ~ "^${path}([/?]|$)") { ${lines.trim()} }\n`;
  const text = `vcl 4.1;

backend default { .host = "127.0.0.1"; .port = "${backend}"; }

sub vcl_recv {
${parts.map(([path, before = '']) => when(path, before)).join('')}}

sub vcl_deliver {
${parts.map(([path, , after = '']) => when(path, after)).join('')}}

sub vcl_synth {
    if (resp.status == 750) {
        set resp.status = 301;
        set resp.http.Location = "/elsewhere";
        return (deliver);
    }
}
`;
  const file = join(folder, 'default.vcl');
  await writeFile(file, text);
  return file;
}

/** Varnish with every fault at a path of its own, in front of the plain API, which `stop` ends. */
export function faultyVarnish(): FaultyServer & { readonly stop: () => Promise<void> | undefined } {
  let backend: Awaited<ReturnType<typeof startBackend>> | null = null;
  return {
    title: 'Varnish',
    packages: ['varnish'],
    faults: FAULTS,
    write: async (folder) => {
      backend = await startBackend();
      return write(folder, backend.port);
    },
    start: (folder, port) => startVarnish(folder, join(folder, 'default.vcl'), port),
    stop: () => backend?.stop(),
  };
}
