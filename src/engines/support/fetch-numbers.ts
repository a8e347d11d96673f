import type { PreflightQuery } from '../../protocol/index.js';

/** Numbers the fetch() calls of a page, for caches that keep what belongs to one of them. */
export function createFetchNumbers(): (query: PreflightQuery) => number {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  return ({ fetch }) => {
    const number = numbers.get(fetch) ?? ++last;
    numbers.set(fetch, number);
    return number;
  };
}
