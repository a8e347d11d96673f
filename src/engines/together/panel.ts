import type { Behaviour } from '../../protocol/index.js';
import type { Engine } from '../engine.js';
import { sameAnswer } from './same-answer.js';
import { SharedPreflightCache, type Vote } from './shared-preflight-cache.js';

/** What a computation came to, and the engines for which it does. */
export interface Decided<Result> {
  readonly engines: readonly Engine[];
  readonly result: Result;
}

/** An answer to one point, and those who give it: a bit for each position in the panel. */
interface Answer {
  readonly value: unknown;
  readonly by: number;
}

type Point = (a: unknown, b: unknown, c: unknown) => unknown;

/**
 * Several engines that decide together as long as they decide alike. Its
 * `behaviour` asks all of them at each point and gives the first one's answer;
 * whoever answers otherwise leaves the panel and gets a run of its own. So a
 * computation runs once for each way in which engines really differ over it.
 *
 * Two points say nothing to the outcome and are left to each engine's own
 * CORS-preflight cache: `maxAge` and `cachesRefusingPreflight`. So `max-age` in
 * the trace of a run is what the first engine makes of it.
 */
export class Panel {
  readonly behaviour: Behaviour;
  readonly members: readonly Engine[];
  /** The bits of all members. */
  readonly #all: number;
  /** The bits of those who have agreed with the first one so far. */
  #agreeing: number;
  readonly #panels = new Map<number, Panel>();
  readonly #sets = new Map<number, readonly Engine[]>();

  /** @param members at least one, at most 31 */
  constructor(members: readonly Engine[]) {
    this.members = members;
    this.#all = 2 ** members.length - 1;
    this.#agreeing = this.#all;
    this.behaviour = members.length === 1 ? members[0]!.behaviour : this.#joint();
  }

  /**
   * Runs a computation for all members, those together that decide alike.
   * @param compute must be pure but for what it makes itself: it may run several times
   * @returns the results, each member in one of them
   */
  decide<Result>(compute: (behaviour: Behaviour) => Result): readonly Decided<Result>[] {
    this.#agreeing = this.#all;
    const result = compute(this.behaviour);
    const agreed = this.#agreeing;
    const first = { engines: this.#set(agreed), result };
    if (agreed === this.#all) return [first];
    return [first, ...this.#dissenters(this.#all & ~agreed).decide(compute)];
  }

  /**
   * The same for a computation that waits. A panel serves one of them at a time.
   */
  async decideLater<Result>(
    compute: (behaviour: Behaviour) => Promise<Result>,
  ): Promise<readonly Decided<Result>[]> {
    this.#agreeing = this.#all;
    const result = await compute(this.behaviour);
    const agreed = this.#agreeing;
    const first = { engines: this.#set(agreed), result };
    if (agreed === this.#all) return [first];
    return [first, ...(await this.#dissenters(this.#all & ~agreed).decideLater(compute))];
  }

  #set(bits: number): readonly Engine[] {
    let set = this.#sets.get(bits);
    if (set === undefined) {
      set = this.members.filter((_member, position) => (bits & (1 << position)) !== 0);
      this.#sets.set(bits, set);
    }
    return set;
  }

  #dissenters(bits: number): Panel {
    let panel = this.#panels.get(bits);
    if (panel === undefined) this.#panels.set(bits, (panel = new Panel(this.#set(bits))));
    return panel;
  }

  #joint(): Behaviour {
    const behaviours = this.members.map(({ behaviour }) => behaviour);
    const [first] = behaviours as [Behaviour];
    const ofCaches: Partial<Behaviour> = {
      maxAge: first.maxAge,
      cachesRefusingPreflight: true,
      createPreflightCache: () => new SharedPreflightCache(behaviours, (vote) => this.#poll(vote)),
    };
    const joint: Record<string, unknown> = { ...ofCaches };
    for (const name of Object.keys(first) as (keyof Behaviour)[]) {
      if (name in joint) continue;
      const [answer, ...others] = answersOf(behaviours, name);
      if (others.length === 0) joint[name] = answer!.value;
      else if (typeof answer!.value === 'function') joint[name] = this.#asking(answer!, others);
      else Object.defineProperty(joint, name, { get: this.#reading(answer!), enumerable: true });
    }
    // Object.create: engines keep a prototype in the form in which reading it is fast.
    return Object.create(joint) as Behaviour;
  }

  /** A function that asks all who agree so far. No point has more than three parameters. */
  #asking(first: Answer, others: readonly Answer[]): Point {
    const ask = first.value as Point;
    return (a, b, c) => {
      const answer = ask(a, b, c);
      for (const { value, by } of others)
        if ((this.#agreeing & by) !== 0 && !sameAnswer((value as Point)(a, b, c), answer))
          this.#agreeing &= ~by;
      return answer;
    };
  }

  /** Values that differ make the panel part when the value is read. */
  #reading({ value, by }: Answer): () => unknown {
    return () => {
      this.#agreeing &= by;
      return value;
    };
  }

  #poll(vote: Vote): boolean {
    const answer = vote(0);
    for (let position = 1; position < this.members.length; position++) {
      const bit = 1 << position;
      if ((this.#agreeing & bit) !== 0 && vote(position) !== answer) this.#agreeing &= ~bit;
    }
    return answer;
  }
}

/** The different answers to a point, the first engine's first. */
function answersOf(behaviours: readonly Behaviour[], name: keyof Behaviour): readonly Answer[] {
  const answers = new Map<unknown, number>();
  for (const [position, { [name]: value }] of behaviours.entries())
    answers.set(value, (answers.get(value) ?? 0) | (1 << position));
  return [...answers].map(([value, by]) => ({ value, by }));
}
