import { failureKey, pathShape } from './shape.js';
import type { JudgedCall } from './judge.js';

/** Calls that are refused for the same reason at places of the same shape. */
export interface CallGroup {
  readonly verdict: 'blocked' | 'unknown';
  /** The first of them. */
  readonly example: JudgedCall;
  readonly url: string;
  count: number;
}

/** Groups of different calls beyond which only a count is kept. */
const MOST_GROUPS = 500;

/** Gathers judged calls in memory that does not grow with their number. */
export class CallGroups {
  readonly #groups = new Map<string, CallGroup>();
  allowed = 0;
  blocked = 0;
  unknown = 0;
  /** Calls of groups that were not kept. */
  dropped = 0;

  /** @param judged null for a call that is allowed */
  add(judged: JudgedCall | null): void {
    if (judged === null) {
      this.allowed++;
      return;
    }
    const { verdict, call } = judged;
    this[verdict]++;
    const url = pathShape(call.entry.url);
    const key = [verdict, call.entry.method, call.origin, url, failureKey(judged)].join('\n');
    const known = this.#groups.get(key);
    if (known !== undefined) known.count++;
    else if (this.#groups.size >= MOST_GROUPS) this.dropped++;
    else this.#groups.set(key, { verdict, example: judged, url, count: 1 });
  }

  /** Refused ones first, the most frequent first. */
  list(): readonly CallGroup[] {
    return [...this.#groups.values()].toSorted(
      (a, b) =>
        Number(b.verdict === 'blocked') - Number(a.verdict === 'blocked') || b.count - a.count,
    );
  }
}
