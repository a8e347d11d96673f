import type { Change } from '../target.js';

/**
 * A text with changes made to it. Changes without a span are no part of it.
 * @throws RangeError for spans that overlap or lie outside: a fault of the target
 */
export function applyChanges(text: string, changes: readonly Change[]): string {
  const spanned = changes.filter((change) => change.at !== null);
  const sorted = spanned.toSorted(
    // What is inserted comes before what is replaced at the same place.
    (a, b) => a.at!.start - b.at!.start || a.at!.end - b.at!.end,
  );
  let result = '';
  let done = 0;
  for (const { text: inserted, at } of sorted) {
    if (at!.start < done || at!.end < at!.start || at!.end > text.length)
      throw new RangeError(`a change at ${at!.start}–${at!.end} overlaps another or the end`);
    result += text.slice(done, at!.start) + inserted;
    done = at!.end;
  }
  return result + text.slice(done);
}
