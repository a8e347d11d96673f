/**
 * Runs something when the signal fires, at once if it already has: an abort
 * listener alone misses a signal that fired between two awaits.
 * @returns forgets about it
 */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  if (signal.aborted) {
    run();
    return () => undefined;
  }
  signal.addEventListener('abort', run, { once: true });
  return () => signal.removeEventListener('abort', run);
}
