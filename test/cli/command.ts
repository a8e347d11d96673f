import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command, as a file that Node runs. */
export const COMMAND = fileURLToPath(new URL('../../dist/bin/whycors.js', import.meta.url));

/** How a run of the command ended. */
export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** What the tests look at in a report with --json. */
export interface JsonReport {
  readonly verdict: string;
  readonly exitCode: number;
  readonly causes: readonly {
    readonly rule: string;
    readonly role: string;
    readonly title: string;
    readonly cause: string;
    readonly change: readonly string[];
  }[];
}

/** Runs the built command, as a pipe sees it. */
export function whycors(...args: readonly string[]): Promise<Ended> {
  return run(process.execPath, [COMMAND, ...args]);
}

/** Runs the built command with this on its standard input. */
export function feed(input: string | Uint8Array, ...args: readonly string[]): Promise<Ended> {
  return run(process.execPath, [COMMAND, ...args], process.env, input);
}

/** Runs the built command with --json. */
export async function whycorsJson(
  ...args: readonly string[]
): Promise<{ readonly status: number | null; readonly report: JsonReport }> {
  const { status, out, err } = await whycors(...args, '--json');
  if (out === '') throw new Error(err);
  return { status, report: JSON.parse(out) as JsonReport };
}

/** Runs a program to its end, as a pipe sees it. */
export function run(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
  input: string | Uint8Array = '',
): Promise<Ended> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
  // Whoever has read enough closes it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      resolve({ status, out: String(Buffer.concat(out)), err: String(Buffer.concat(err)) });
    });
  });
}
