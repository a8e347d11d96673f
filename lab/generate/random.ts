/** Pseudo-random numbers from a seed (mulberry32: one 32-bit state, the same on every machine). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 to limit - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** Up to `most` of the items, in their order. */
  some<T>(items: readonly T[], most: number): T[] {
    const count = this.below(most + 1);
    const left = [...items];
    const chosen = new Set<T>();
    while (chosen.size < Math.min(count, items.length)) {
      chosen.add(left.splice(this.below(left.length), 1)[0]!);
    }
    return items.filter((item) => chosen.has(item));
  }
}
