import type {
  Behaviour,
  Failure,
  PreflightCache,
  PreflightGrant,
  PreflightQuery,
} from '../../protocol/index.js';

/** An answer that one of several gives, by its position among them. */
export type Vote = (position: number) => boolean;

/** Something that happened, to be told to one engine's cache. */
type Event = (cache: PreflightCache, behaviour: Behaviour) => void;

/**
 * The CORS-preflight caches of several engines behind one: each keeps what it
 * would keep alone, for as long as it would. They are made and filled only when
 * one that is not empty is asked, which most calls never do.
 */
export class SharedPreflightCache implements PreflightCache {
  readonly #behaviours: readonly Behaviour[];
  readonly #poll: (vote: Vote) => boolean;
  readonly #untold: Event[] = [];
  #caches: readonly PreflightCache[] | null = null;

  /** @param poll asks the engines that still agree, and gives their answer */
  constructor(behaviours: readonly Behaviour[], poll: (vote: Vote) => boolean) {
    this.#behaviours = behaviours;
    this.#poll = poll;
  }

  covers(
    query: PreflightQuery,
    method: string,
    headerNames: readonly string[],
    forced: boolean,
  ): boolean {
    if (this.#caches === null && this.#untold.length === 0) return false;
    const caches = this.#filled();
    return this.#poll((position) => caches[position]!.covers(query, method, headerNames, forced));
  }

  store(query: PreflightQuery, grant: PreflightGrant): void {
    this.#untold.push((cache, { cachesRefusingPreflight, maxAge }) => {
      if (grant.refusing && !cachesRefusingPreflight) return;
      cache.store(query, { ...grant, maxAge: maxAge(grant.headers) });
    });
  }

  failed(query: PreflightQuery, failure: Failure, preflighted: boolean): void {
    this.#untold.push((cache) => cache.failed(query, failure, preflighted));
  }

  #filled(): readonly PreflightCache[] {
    const caches = (this.#caches ??= this.#behaviours.map((one) => one.createPreflightCache()));
    for (const event of this.#untold.splice(0))
      for (const [position, cache] of caches.entries()) event(cache, this.#behaviours[position]!);
    return caches;
  }
}
