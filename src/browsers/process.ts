import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Starts a program in a process group of its own, so that its children end with it.
 * @param signal ends it, and them, at once
 */
export function start(
  program: string,
  args: readonly string[],
  stdio: StdioOptions,
  env: Environment,
  signal?: AbortSignal,
): ChildProcess {
  const child = spawn(program, args, { stdio, detached: true, env });
  const abort = (): void => void stop(child, 0);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  child.once('exit', () => signal?.removeEventListener('abort', abort));
  // A program that cannot be started is told by `ended` and by silence.
  child.on('error', () => undefined);
  return child;
}

/** Resolves when the program has ended, or could not be started. */
export function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/**
 * Ends a process group: asks first, insists after a while.
 * @param patience milliseconds to wait before insisting; 0 insists at once
 */
export async function stop(child: ChildProcess, patience = 3_000): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  // What the program left running goes, too, also where it ended by itself.
  if (hasEnded(child)) return kill(pid, 'SIGKILL');
  const end = ended(child);
  kill(pid, patience === 0 ? 'SIGKILL' : 'SIGTERM');
  const timer = setTimeout(() => kill(pid, 'SIGKILL'), patience);
  await end;
  clearTimeout(timer);
  kill(pid, 'SIGKILL');
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    // Windows has no process groups.
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Gone already.
  }
}
