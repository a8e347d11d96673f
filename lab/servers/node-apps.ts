import { readFileSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { METHODS } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TARGETS, type Target, type TargetId } from '../../src/targets/index.js';
import { freePorts } from './ports.js';
import { startProcess } from './process.js';
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
 * A module's text around pieces of code. It exports `listen(port)`, and behind the CORS part it answers 401
 * to OPTIONS and 200 to all else but `…/boom`, which throws, and `…/nothing`, which it has not.
 */
export type Application = (pieces: readonly string[]) => string;

/**
 * A runner that puts each site's code, as it was emitted, into a module of its
 * own with a small application around it, and runs all modules in one process,
 * each at a port of its own.
 */
export function nodeRunner(
  target: TargetId,
  packages: readonly string[],
  application: Application,
  language: 'js' | 'ts' = 'js',
): ServerRunner {
  return {
    target,
    packages: [],
    version: () => Promise.resolve(packageVersions(...packages)),
    start: (ground) => start(target, ground, application, language),
  };
}

/** Node's parser answers 400 to methods that it does not know, before any code sees the request. */
export function refusesMethod(method: string): boolean {
  return !METHODS.includes(method);
}

/**
 * Runs modules in one process, each at a port of its own.
 * @param folder empty, of the run's own
 * @param modules texts that export `listen(port)`
 * @param language whether they have types, to be stripped
 */
export async function runModules(
  folder: string,
  modules: readonly string[],
  language: 'js' | 'ts' = 'js',
): Promise<{ readonly ports: readonly number[]; readonly stop: () => Promise<void> }> {
  const ports = await freePorts(modules.length);
  await linkPackages(folder);
  for (const [index, text] of modules.entries())
    await writeFile(join(folder, `site${index}.m${language}`), text);
  const main = ports.map(
    (port, index) => `await (await import('./site${index}.m${language}')).listen(${port});\n`,
  );
  await writeFile(join(folder, 'main.mjs'), main.join(''));
  // Node 20 takes no types by itself.
  const loader = language === 'ts' ? ['--import', 'tsx'] : [];
  const { stop } = await startProcess(process.execPath, [...loader, 'main.mjs'], {
    ports,
    cwd: folder,
    env: { NODE_ENV: 'production' },
    within: 60_000,
  });
  return { ports, stop };
}

async function start(
  target: TargetId,
  { sites, folder }: Ground,
  application: Application,
  language: 'js' | 'ts',
): Promise<RunningServer> {
  const { emitted, cannot } = emitSites(target, sites);
  const modules = emitted.map(({ pieces }) => application(pieces));
  const { ports, stop } = await runModules(folder, modules, language);
  const running = emitted.map(({ site }, index): Endpoint => ({ site, port: ports[index] ?? 0 }));
  return { endpoints: [...cannot, ...running], configuration: null, refusesMethod, stop };
}
