import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/ports.js';
import { httpServer, stopServers } from '../../support/servers.js';
import type { Verification } from '../../../src/reporters/index.js';

const COMMAND = fileURLToPath(new URL('../../../dist/bin/whycors.js', import.meta.url));

/** A run of the built command with a folder for temporary files of its own. */
export interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{
    readonly status: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly out: string;
    readonly err: string;
  }>;
}

/** Servers and temporary files of one test file. */
export class VerifyWorld {
  readonly temporary = mkdtempSync(join(tmpdir(), 'whycors-test-'));

  /** Listens on a loopback port of the system's choice. @returns its origin */
  async serve(listener: RequestListener): Promise<string> {
    const { port } = await httpServer(listener);
    return `http://127.0.0.1:${port}`;
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: this.temporary, ...env },
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
    const ended = new Promise<Awaited<Run['ended']>>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status, signal) => resolve({ status, signal, out, err }));
    });
    return { child, ended };
  }

  whycors(args: readonly string[], env?: Readonly<Record<string, string>>): Run['ended'] {
    return this.start(args, env).ended;
  }

  /** What --verify --json says of each browser. */
  async verification(...args: readonly string[]): Promise<Verification[]> {
    const { out, err } = await this.whycors([...args, '--json']);
    if (out === '') throw new Error(err);
    return (JSON.parse(out) as { verification: Verification[] }).verification;
  }

  /** What runs of the command have left behind: temporary files, living processes. */
  leftBehind(): string[] {
    const processes = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter((id) => read(`/proc/${id}/environ`).includes(`TMPDIR=${this.temporary}`))
      .map((id) => read(`/proc/${id}/cmdline`).replaceAll('\0', ' '));
    return [...readdirSync(this.temporary), ...processes];
  }

  async close(): Promise<void> {
    await stopServers();
    rmSync(this.temporary, { recursive: true, force: true });
  }
}

/** A process that ends while one looks has nothing to be read. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** An http origin of this machine at which nothing listens. */
export async function freeOrigin(): Promise<string> {
  return `http://localhost:${await freePort()}`;
}
