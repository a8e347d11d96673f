import type { Io } from '../io.js';
import { FRAMES, type Format } from './format.js';

/** What is written of some scenarios: records and complaints. */
export interface Piece {
  readonly content: string | Uint8Array;
  readonly problems: readonly string[];
}

/** Writes pieces in the order in which they were asked for, whenever each is there. */
export class Output {
  /** Whether any scenario could not be used. */
  failed = false;
  readonly #io: Io;
  readonly #frame: (typeof FRAMES)[Format];
  #empty = true;
  #last: Promise<void> = Promise.resolve();

  constructor(format: Format, io: Io) {
    this.#io = io;
    this.#frame = FRAMES[format];
  }

  /** @returns resolves when the piece is written and its reader wants more */
  add(piece: Piece | Promise<Piece>): Promise<void> {
    const before = this.#last;
    // A piece that fails before its turn is heard of at its turn.
    void Promise.resolve(piece).catch(() => undefined);
    const written = before.then(async () => this.#write(await piece));
    // Whoever waits for a later piece hears of it; nobody else has to.
    written.catch(() => undefined);
    this.#last = written;
    return written;
  }

  async end(): Promise<void> {
    await this.#last;
    const { start, end } = this.#frame;
    await this.#io.out(this.#empty ? (start === '' ? '' : start + end) : end);
  }

  async #write({ content, problems }: Piece): Promise<void> {
    for (const problem of problems) this.#io.err(`whycors: ${problem}\n`);
    if (problems.length > 0) this.failed = true;
    if (content.length === 0) return;
    const { start, between } = this.#frame;
    const lead = this.#empty ? start : between;
    this.#empty = false;
    if (lead !== '') await this.#io.out(lead);
    await this.#io.out(content);
  }
}
