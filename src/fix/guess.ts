import type { Observation } from '../evidence/index.js';
import { TARGETS, type Target } from '../targets/index.js';

/** A target that the answers speak for, and the line that does. */
export interface Guess {
  readonly target: Target;
  /** A header line or a piece of a body, as received. */
  readonly from: string;
}

const ORDER = { framework: 0, kubernetes: 1, server: 2, cloud: 3 } as const;

/**
 * Which servers the answers tell of, the likeliest first: who wrote the error
 * page, then the application, which knows its API best, then what is in front.
 */
export function guessTargets(seen: readonly Observation[]): readonly Guess[] {
  const guesses = new Map<string, Guess & { rank: number }>();
  const add = (target: Target, from: string, rank: number): void => {
    const known = guesses.get(target.id);
    if (known === undefined || rank < known.rank) guesses.set(target.id, { target, from, rank });
  };
  for (const { result, meta } of seen) {
    if (!('headers' in result)) continue;
    const lines = result.headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`);
    for (const target of Object.values(TARGETS)) {
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
