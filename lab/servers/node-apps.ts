import { readFileSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TARGETS, type Target, type TargetId } from '../../src/targets/index.js';
import { freePorts, startProcess } from './process.js';
import type { Endpoint, Ground, RunningServer, ServerRunner, Site } from './server.js';

/** The packages that npm brought, for programs that run elsewhere. */
const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** What a site's policy became: the pieces of code, in order. */
export interface EmittedSite {
  readonly site: Site;
  readonly pieces: readonly string[];
}

/** Gives a folder the packages of this project. */
export async function linkPackages(folder: string): Promise<void> {
  await symlink(NODE_MODULES, join(folder, 'node_modules'));
}

/** Names and versions of packages as they are installed, and Node's. */
export function packageVersions(...names: readonly string[]): string {
  const versions = names.map((name) => {
    const text = readFileSync(join(NODE_MODULES, name, 'package.json'), 'utf8');
    return `${name} ${(JSON.parse(text) as { version: string }).version}`;
  });
  return [...versions, `Node.js ${process.versions.node}`].join(', ');
}

/** Emits every site's policy with a code target. */
export function emitSites(
  target: TargetId,
  sites: readonly Site[],
): { readonly emitted: readonly EmittedSite[]; readonly cannot: readonly Endpoint[] } {
  const emitted: EmittedSite[] = [];
  const cannot: Endpoint[] = [];
  for (const site of sites) {
    const place = {
      origin: 'https://api.example.com',
      path: site.path,
      upstream: 'http://127.0.0.1:3000',
    };
    const code: Target = TARGETS[target];
    if (code.kind !== 'code') throw new Error(`${target} is not a target of code`);
    const emission = code.emit(site.policy, place);
    if (emission.kind === 'cannot') cannot.push({ site, reasons: emission.reasons });
    else emitted.push({ site, pieces: emission.changes.map(({ text }) => text) });
  }
  return { emitted, cannot };
}

/**
 * A runner that puts each site's code, as it was emitted, into a module of its
 * own with a small application around it, and runs all modules in one process,
 * each at a port of its own.
 * @param application the module's text around the pieces; it exports `listen(port)`, and answers 401 to
 * OPTIONS after the CORS part, 200 to all else but `…/boom`, which throws, and `…/nothing`, which it has not
 */
export function nodeRunner(
  target: TargetId,
  packages: readonly string[],
  application: (pieces: readonly string[]) => string,
): ServerRunner {
  return {
    target,
    packages: [],
    version: () => Promise.resolve(packageVersions(...packages)),
    start: (ground) => start(target, ground, application),
  };
}

/** Node's parser answers 400 to methods that it does not know, before any code sees the request. */
export function refusesMethod(method: string): boolean {
  return !METHODS.includes(method);
}

async function start(
  target: TargetId,
  { sites, folder }: Ground,
  application: (pieces: readonly string[]) => string,
): Promise<RunningServer> {
  const { emitted, cannot } = emitSites(target, sites);
  const ports = await freePorts(emitted.length);
  await linkPackages(folder);
  const endpoints: Endpoint[] = [...cannot];
  const lines: string[] = [];
  for (const [index, { site, pieces }] of emitted.entries()) {
    const port = ports[index];
    if (port === undefined) continue;
    await writeFile(join(folder, `site${index}.mjs`), application(pieces));
    lines.push(`await (await import('./site${index}.mjs')).listen(${port});\n`);
    endpoints.push({ site, port });
  }
  await writeFile(join(folder, 'main.mjs'), lines.join(''));
  const { stop } = await startProcess(process.execPath, ['main.mjs'], {
    ports,
    cwd: folder,
    env: { NODE_ENV: 'production' },
    within: 60_000,
  });
  return { endpoints, configuration: null, refusesMethod, stop };
}
