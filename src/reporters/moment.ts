import type { TraceEntry } from '../protocol/index.js';

/** Whether a decision was taken before the request they are about was sent. */
export function isBefore(entry: TraceEntry): boolean {
  return (
    entry.step === 'main-fetch' ||
    entry.step === 'request-constructor' ||
    entry.code === 'preflight-cached' ||
    entry.code === 'origin-sent' ||
    entry.code === 'credentials-included' ||
    entry.code === 'credentials-not-included'
  );
}
