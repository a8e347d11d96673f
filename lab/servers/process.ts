import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';

/** A server's process. */
export interface ServerProcess {
  /** What it printed so far, both streams. */
  readonly output: () => string;
  /** Ends it, with all that it started. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server in a process group of its own and waits until its ports answer.
 * @throws when it ends or does not listen within the time, with what it printed
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  {
    ports,
    cwd,
    env = {},
    within = 20_000,
  }: {
    readonly ports: readonly number[];
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    /** Milliseconds. */
    readonly within?: number;
  },
): Promise<ServerProcess> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (output += text));
  const stop = (): Promise<void> => end(child);
  try {
    for (const port of ports) await listening(child, port, Date.now() + within);
  } catch (error) {
    await stop();
    throw new Error(`${command} ${args.join(' ')}: ${String(error)}\n${output}`, { cause: error });
  }
  return { output: () => output, stop };
}

/** What a program prints when it is asked once; both streams. */
export function printed(command: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void (output += text));
    child.once('error', reject);
    child.once('close', () => resolve(output.trim()));
  });
}

async function listening(child: ChildProcess, port: number, deadline: number): Promise<void> {
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('it ended');
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nothing listens at port ${port}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const alive = child.exitCode === null && child.signalCode === null;
  kill(child.pid, 'SIGTERM');
  if (!alive) return;
  const timer = setTimeout(() => kill(child.pid!, 'SIGKILL'), 3000);
  await ended;
  clearTimeout(timer);
}

function kill(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended already.
  }
}
