import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TARGETS, type TargetId } from '../../../src/targets/index.js';
import { freePorts } from '../ports.js';
import { startProcess } from '../process.js';
import type { Endpoint, Ground, RunningServer, Site } from '../server.js';
import { API } from '../try.js';

/** A site whose code runs, and on which port. */
export interface CodeSite {
  readonly site: Site;
  readonly port: number;
  /** Exactly what the target emitted. */
  readonly code: string;
}

/** How to run the code of all sites in one process. */
export interface CodeRun {
  /** The program's files, by name; each site's code is among them or beside them. */
  readonly files: (sites: readonly CodeSite[]) => Readonly<Record<string, string>>;
  /** What else is to be written first. */
  readonly prepare?: (sites: readonly CodeSite[]) => Promise<void>;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Emits every site's policy at its own path, writes the program and starts it: a port a site. */
export async function runCode(id: TargetId, ground: Ground, run: CodeRun): Promise<RunningServer> {
  const target = TARGETS[id];
  if (target.kind !== 'code') throw new Error(`${id} is no code target`);
  const ports = await freePorts(ground.sites.length);
  const endpoints: Endpoint[] = [];
  const running: CodeSite[] = [];
  for (const [index, site] of ground.sites.entries()) {
    const place = { origin: API, path: site.path, upstream: 'http://127.0.0.1:3000' };
    const emission = target.emit(site.policy, place);
    const port = ports[index] ?? 0;
    if (emission.kind === 'cannot') endpoints.push({ site, reasons: emission.reasons });
    else {
      endpoints.push({ site, port });
      running.push({ site, port, code: emission.changes.map(({ text }) => text).join('\n') });
    }
  }
  const files = Object.entries(run.files(running));
  for (const [name, text] of files) await writeFile(join(ground.folder, name), text);
  await run.prepare?.(running);
  const { stop } = await startProcess(run.command, run.args, {
    ports: running.map(({ port }) => port),
    cwd: ground.folder,
    ...(run.env === undefined ? {} : { env: run.env }),
    within: 60_000,
  });
  return { endpoints, configuration: null, stop };
}

/** A name for a site in code: `p7`. */
export function siteName({ site }: CodeSite): string {
  return site.path.slice(1);
}

/** Ports and names of sites as JSON, for programs to read. */
export function siteList(sites: readonly CodeSite[]): string {
  return JSON.stringify(sites.map((each) => [siteName(each), each.port]));
}
