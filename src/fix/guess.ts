import type { Observation } from '../evidence/index.js';
import type { Target, TargetFacts } from '../targets/target.js';

/** A target that the answers speak for, and the line that does. */
export interface Guess<T = Target> {
  readonly target: T;
  /** A header line or a piece of a body, as received. */
  readonly from: string;
}

const ORDER = { framework: 0, kubernetes: 1, server: 2, cloud: 3 } as const;

/**
 * Which servers the answers tell of, the likeliest first: who wrote the error
 * page, then the application, which knows its API best, then what is in front.
 */
export function guessTargets<T extends TargetFacts>(
  seen: readonly Observation[],
  targets: readonly T[],
): readonly Guess<T>[] {
  const guesses = new Map<string, Guess<T> & { rank: number }>();
  const add = (target: T, from: string, rank: number): void => {
    const known = guesses.get(target.id);
    if (known === undefined || rank < known.rank) guesses.set(target.id, { target, from, rank });
  };
  for (const { result, meta } of seen) {
    if (!('headers' in result)) continue;
    const lines = result.headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`);
    for (const target of targets) {
      const { headers = [], body = [] } = target.traces ?? {};
      for (const line of lines)
        if (headers.some((pattern) => pattern.test(line)))
          add(target, line, 1 + ORDER[target.group]);
      const start = meta?.bodyStart ?? '';
      const found = body
        .map((pattern) => pattern.exec(start)?.[0])
        .find((text) => text !== undefined);
      if (found !== undefined && result.status >= 400)
        add(target, found, target.group === 'kubernetes' ? 9 : 0);
    }
  }
  return [...guesses.values()].toSorted((a, b) => a.rank - b.rank);
}
