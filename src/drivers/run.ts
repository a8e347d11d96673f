import type { NetworkRequest, NetworkResult } from '../protocol/index.js';

/** A protocol run: yields network requests, is resumed with results, returns its end. */
export type Run<End> = Generator<NetworkRequest, End, NetworkResult>;

/** Drives a run whose answers are there at once. */
export function drive<End>(run: Run<End>, answer: (request: NetworkRequest) => NetworkResult): End {
  let turn = run.next();
  while (!turn.done) turn = run.next(answer(turn.value));
  return turn.value;
}

/** Drives a run whose answers take time, but for those that are there at once. */
export async function driveAsync<End>(
  run: Run<End>,
  answer: (request: NetworkRequest) => Promise<NetworkResult> | NetworkResult,
): Promise<End> {
  let turn = run.next();
  while (!turn.done) {
    const answered = answer(turn.value);
    turn = run.next(answered instanceof Promise ? await answered : answered);
  }
  return turn.value;
}
