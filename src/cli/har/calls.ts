import { CallPairer, HarScanner, readEntry, type HarCall } from '../../inputs/har/index.js';
import { UsageError, type Io } from '../io.js';
import { chunksOf, sizeOf } from './chunks.js';

/** What is known of a HAR file while its calls come, and of all of it at their end. */
export class HarFile {
  /** For messages. */
  readonly name: string;
  readonly #file: string;
  readonly #scanner = new HarScanner();
  entries = 0;
  /** Entries that cannot be read. */
  odd = 0;

  constructor(file: string) {
    this.#file = file;
    this.name = file === '-' ? '<stdin>' : file;
  }

  /** What stands before the entries: names the program that wrote it. */
  get head(): string {
    return this.#scanner.end().head;
  }

  /** Whether it ends inside of the list of entries, or some of them cannot be read. */
  get damaged(): boolean {
    return this.odd > 0 || this.#cut;
  }

  get #cut(): boolean {
    return this.#scanner.end().cut;
  }

  /**
   * The cross-origin requests in it, as a stream. What was left out or cut off is
   * said on standard error at the end.
   * @throws UsageError for what is no HAR file
   */
  async *calls(io: Io): AsyncGenerator<HarCall> {
    const pairer = new CallPairer();
    const progress = progressOf(io, await sizeOf(this.#file));
    let read = 0;
    for await (const chunk of chunksOf(this.#file)) {
      for (const { json } of this.#scanner.push(chunk)) {
        this.entries++;
        const entry = readEntry(json);
        if (entry === null) this.odd++;
        else yield* pairer.push(entry);
      }
      if (this.#scanner.hopeless) break;
      progress((read += chunk.length));
    }
    yield* pairer.end();
    progress(-1);
    this.#conclude(io);
  }

  #conclude(io: Io): void {
    const { name, odd, entries } = this;
    if (!this.#scanner.end().found)
      throw new UsageError(
        `${name}: this is no HAR file: there is no list log.entries in it. Save one from the browser's network panel.`,
      );
    if (this.#cut)
      io.err(
        `whycors: ${name}: the file ends inside of an entry: it was cut. The ${entries} entries before are used.\n`,
      );
    if (odd > 0)
      io.err(
        `whycors: ${name}: ${odd === 1 ? '1 entry' : `${odd} entries`} that cannot be read ${odd === 1 ? 'is' : 'are'} left out.\n`,
      );
  }
}

/** Percent on a terminal's standard error, for files that take a while. */
function progressOf(io: Io, size: number): (read: number) => void {
  if (!io.errIsTerminal || size < 20_000_000) return () => {};
  let shown = -1;
  return (read) => {
    const percent = Math.min(100, Math.floor((read / size) * 100));
    if (read === -1) io.err('\r\x1b[K');
    else if (percent !== shown) io.err(`\rreading … ${(shown = percent)} %`);
  };
}
