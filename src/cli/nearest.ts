/** The candidate that is fewest edits away, or null where none is near: at most a third of the letters differ. */
export function nearest(typed: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of candidates) {
    const edits = distance(typed, candidate);
    if (edits < least) [best, least] = [candidate, edits];
  }
  if (best !== null && least <= Math.max(2, Math.ceil(best.length / 3))) return best;
  return candidates.find((candidate) => candidate.includes(typed)) ?? null;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, change));
    }
    row = next;
  }
  return row[b.length]!;
}
