/** A text of JSON that is one entry of `log.entries`, with long strings emptied. */
export interface ScannedEntry {
  readonly json: string;
  /** Byte offset at which it begins. */
  readonly offset: number;
}

/** How the file ended. */
export interface ScanEnd {
  /** Whether `log.entries` was there at all. */
  readonly found: boolean;
  /** Whether the file ends inside of the list: it was cut. */
  readonly cut: boolean;
  /** What stands before the entries: names the program that wrote it. */
  readonly head: string;
}

/** Bytes of a string beyond which it is emptied: bodies are not looked at, and may be as large as the file. */
const LONGEST_STRING = 65_536;
/** Brackets within each other beyond which no JSON parser would follow. */
const DEEPEST = 5_000;
/** Bytes before the entries that are kept. */
const MOST_HEAD = 8_192;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/**
 * Finds the entries of a HAR file in chunks of it, in memory that grows with the
 * largest entry and not with the file: brackets and strings are followed, nothing
 * else. What an entry says is left to JSON.parse. http://www.softwareishard.com/blog/har-12-spec/
 */
export class HarScanner {
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Bytes of the string so far. */
  #length = 0;
  /** Depth of the list of entries; 0 before it. */
  #list = 0;
  #done = false;
  #key = '';
  #head = '';
  #offset = 0;
  #entryAt = 0;
  #pieces: Buffer[] = [];
  /** Of the entry that is open, what was kept before the string that is open began; null where none is. */
  #before: { readonly pieces: number; readonly last: Buffer } | null = null;

  /** Takes the next chunk. @returns the entries that end in it */
  push(chunk: Buffer): ScannedEntry[] {
    const entries: ScannedEntry[] = [];
    // Of the entry that is open, from where bytes of this chunk are to be kept.
    let from = 0;
    let at = 0;
    // Where the string that is open began in this chunk; -1 where it began before it.
    let opened = -1;
    while (at < chunk.length) {
      if (this.#inString) {
        const end = this.#stringEnd(chunk, at);
        const open = this.#entryOpen();
        const stop = end === -1 ? chunk.length : end;
        this.#length += stop - at;
        if (!open) this.#note(chunk, at, stop);
        else if (this.#length > LONGEST_STRING) {
          if (opened !== -1) this.#pieces.push(chunk.subarray(from, opened));
          else if (this.#before !== null) {
            this.#pieces.length = this.#before.pieces;
            this.#pieces.push(this.#before.last);
          }
          // What is behind it goes on from its end: an empty string is left.
          this.#before = null;
          opened = -1;
          from = stop;
        }
        at = stop;
        if (end === -1) break;
        this.#inString = false;
        this.#before = null;
        at++;
        continue;
      }
      const byte = chunk[at]!;
      if (byte === QUOTE) {
        this.#inString = true;
        opened = at + 1;
        this.#length = 0;
        this.#escaped = false;
        if (!this.#entryOpen()) this.#key = '';
      } else if (byte === OPEN || byte === OPEN_LIST) {
        this.#depth++;
        if (byte === OPEN_LIST && this.#depth === 3 && this.#list === 0 && this.#key === 'entries')
          this.#list = this.#depth;
        else if (byte === OPEN && this.#list > 0 && this.#depth === this.#list + 1) {
          this.#entryAt = this.#offset + at;
          this.#pieces = [];
          from = at;
        }
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        if (this.#entryOpen() && this.#depth === this.#list + 1 && byte === CLOSE) {
          this.#pieces.push(chunk.subarray(from, at + 1));
          entries.push({ json: Buffer.concat(this.#pieces).toString(), offset: this.#entryAt });
          this.#pieces = [];
        }
        this.#depth--;
        if (this.#list > 0 && this.#depth < this.#list) {
          this.#list = 0;
          this.#done = true;
        }
      }
      at++;
    }
    if (this.#entryOpen() && from < chunk.length) {
      if (this.#inString && opened !== -1)
        this.#before = { pieces: this.#pieces.length, last: chunk.subarray(from, opened) };
      this.#pieces.push(chunk.subarray(from));
    }
    if (this.#head.length < MOST_HEAD)
      this.#head += chunk.toString('utf8', 0, MOST_HEAD - this.#head.length);
    this.#offset += chunk.length;
    return entries;
  }

  /** Tells how it ended, when all was pushed. */
  end(): ScanEnd {
    return { found: this.#done || this.#list > 0, cut: this.#list > 0, head: this.#head };
  }

  /** Whether what came so far is no JSON object, or nothing like a HAR file: more of it would not help. */
  get hopeless(): boolean {
    return !/^\s*(?:\ufeff?\{|$)/.test(this.#head.slice(0, 200)) || this.#depth > DEEPEST;
  }

  #entryOpen(): boolean {
    return this.#list > 0 && this.#depth > this.#list;
  }

  /** The quote that ends the string that is open, or -1. */
  #stringEnd(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#escaped) {
      this.#escaped = false;
      at++;
    }
    for (;;) {
      const quote = chunk.indexOf(QUOTE, at);
      const stop = quote === -1 ? chunk.length : quote;
      let slashes = 0;
      while (stop - 1 - slashes >= at && chunk[stop - 1 - slashes] === BACKSLASH) slashes++;
      const escapes = slashes % 2 === 1;
      if (quote === -1) {
        this.#escaped = escapes;
        return -1;
      }
      if (!escapes) return quote;
      at = quote + 1;
    }
  }

  /** Outside of entries strings are read for the key `entries`. */
  #note(chunk: Buffer, from: number, to: number): void {
    if (this.#key.length < 16) this.#key += chunk.toString('latin1', from, Math.min(to, from + 16));
  }
}
