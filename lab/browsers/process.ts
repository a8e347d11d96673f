import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';

/** Starts a program in a process group of its own, so that its children end with it. */
export function start(
  program: string,
  args: readonly string[],
  stdio: StdioOptions,
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(program, args, { stdio, detached: true, env: { ...process.env, ...env } });
}

/** Ends a process group: asks first, insists after a while. */
export async function stop(child: ChildProcess, patience = 3_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const group = -child.pid;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  kill(group, 'SIGTERM');
  const timer = setTimeout(() => kill(group, 'SIGKILL'), patience);
  await ended;
  clearTimeout(timer);
  kill(group, 'SIGKILL');
}

function kill(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(group, signal);
  } catch {
    // Gone already.
  }
}
