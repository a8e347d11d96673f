import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimulationRecord } from '../../../src/simulate/index.js';

const COMMAND = fileURLToPath(new URL('../../../dist/bin/whycors.js', import.meta.url));

/** How a run of the command ended. */
export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder of input files, and the built command run in it. */
export class Workshop {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Workshop> {
    if (!existsSync(COMMAND)) throw new Error(`There is no ${COMMAND}: npm run build makes it.`);
    return new Workshop(await mkdtemp(join(tmpdir(), 'whycors-simulate-')));
  }

  close(): Promise<void> {
    return rm(this.#folder, { recursive: true });
  }

  /** Writes an input file. @returns its name, as an argument of the command */
  async file(name: string, content: string | Buffer): Promise<string> {
    await writeFile(join(this.#folder, name), content);
    return name;
  }

  /** Starts `whycors simulate`. */
  start(args: readonly string[]): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [COMMAND, 'simulate', ...args], { cwd: this.#folder });
    // A command that ends before it has read its input closes the pipe.
    child.stdin.on('error', () => undefined);
    return child;
  }

  /** Runs `whycors simulate` to its end. */
  simulate(args: readonly string[], input: string | Buffer = ''): Promise<Ended> {
    const child = this.start(args);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => {
        resolve({ status, out: String(Buffer.concat(out)), err: String(Buffer.concat(err)) });
      });
    });
  }
}

/** The records of JSON lines. */
export function records({ out }: Ended): SimulationRecord[] {
  const lines = out.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as SimulationRecord);
}

/** A scenario that is allowed unless `allow` says otherwise. */
export function scenario(id: string, allow = '*', rest: object = {}): object {
  const url = 'http://api.example/';
  const response = { status: 200, headers: [['Access-Control-Allow-Origin', allow]] };
  return {
    id,
    origin: 'http://a.example',
    request: { url },
    exchanges: [{ url, response }],
    ...rest,
  };
}
