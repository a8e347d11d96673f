const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does work that has to tidy up after itself also when the user presses Ctrl-C:
 * the signal given to it fires, and the process ends by the signal it got once
 * the work has settled.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let got: NodeJS.Signals | null = null;
  const listener = (name: NodeJS.Signals): void => {
    got ??= name;
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, listener);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, listener);
    if (got !== null) process.kill(process.pid, got);
  }
}
