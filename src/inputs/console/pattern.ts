import { capture, captureLast, LONGEST } from './capture.js';
import { squeezeWords, type Squeezed } from './squeeze.js';

/** Where in the squeezed text a pattern was found, and what stood in its places. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly values: Readonly<Record<string, string>>;
  /** The text ends (or begins) within the line. */
  readonly cut: boolean;
  /** The value that the text ends in, of which more may have been there. */
  readonly open: string | null;
}

/** A line with `{name}` for what varies, ready to be looked for in squeezed text. */
export interface Pattern {
  readonly words: readonly string[];
  readonly names: readonly string[];
}

/** Fewer letters than these could be anything. */
const ENOUGH = 10;

/** So many letters of what follows show that a value has ended. */
const SURE = 4;

/** Compiles a line. */
export function pattern(text: string): Pattern {
  // A full stop alone would be found within the value before it.
  const parts = text.replace(/\}\.$/, '}').split(/\{(\w+)\}/);
  return {
    words: parts.filter((_, index) => index % 2 === 0).map(squeezeWords),
    names: parts.filter((_, index) => index % 2 === 1),
  };
}

/**
 * All places where a line stands. Each looks at most `LONGEST` characters ahead
 * for each of its pieces, so the time grows with the text and not its square.
 */
export function findAll(line: Pattern, where: Squeezed): Match[] {
  const found: Match[] = [];
  const first = line.words[0]!;
  const late = beginsWithin(first, where.text);
  if (late > 0) add(found, matchAt(line, where, 0, late));
  for (let at = where.text.indexOf(first); at >= 0;) {
    const match = matchAt(line, where, at, at + first.length);
    add(found, match);
    at = where.text.indexOf(first, match ? Math.max(match.end, at + 1) : at + 1);
  }
  const tail = endsWithin(first, where.text);
  if (tail >= ENOUGH) {
    const { length } = where.text;
    found.push({ start: length - tail, end: length, values: {}, cut: true, open: null });
  }
  return found;
}

function add(found: Match[], match: Match | null): void {
  if (match) found.push(match);
}

/** The line from its first piece on, which ends at `from`. */
function matchAt(line: Pattern, where: Squeezed, start: number, from: number): Match | null {
  const { text } = where;
  const values: Record<string, string> = {};
  let end = from;
  let cut = start === 0 && from < line.words[0]!.length;
  for (const [index, name] of line.names.entries()) {
    const next = line.words[index + 1]!;
    if (next === '' && index === line.names.length - 1) {
      const rest = where.original.slice(after(where, end), after(where, end) + LONGEST);
      const value = captureLast(name, rest);
      if (value === null) return null;
      values[name] = value;
      const stop = end + squeezeWords(value).length;
      return { start, end: stop, values, cut, open: stop >= text.length ? name : null };
    }
    const found = text.slice(end, end + LONGEST + next.length).indexOf(next);
    let stop = end + found;
    let length = next.length;
    if (found < 0) {
      // The text may end within this line.
      if (text.length - end > LONGEST || end - start < ENOUGH) return null;
      const shown = endsWithin(next, text.slice(end));
      // A letter or two are as likely the value's own.
      length = shown < SURE ? 0 : shown;
      stop = text.length - length;
      cut = true;
    }
    const value = capture(name, where.original.slice(after(where, end), before(where, stop)));
    if (value === null) return null;
    values[name] = value;
    end = stop + length;
    if (found < 0) return { start, end, values, cut, open: length === 0 ? name : null };
  }
  return { start, end, values, cut, open: null };
}

/** Index in the original behind the squeezed character before `index`. */
function after({ at }: Squeezed, index: number): number {
  return index === 0 ? 0 : at[index - 1]! + 1;
}

/** Index in the original of the squeezed character at `index`, or the end. */
function before({ at, text, original }: Squeezed, index: number): number {
  return index >= text.length ? original.length : at[index]!;
}

/** How many letters of `words` the text ends with, less than all of them. */
function endsWithin(words: string, text: string): number {
  for (let length = Math.min(words.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(words.slice(0, length))) return length;
  }
  return 0;
}

/** How many letters of the end of `words` the text begins with, less than all of them and enough to be sure; else 0. */
function beginsWithin(words: string, text: string): number {
  for (let length = words.length - 1; length >= ENOUGH; length--) {
    if (text.startsWith(words.slice(-length))) return length;
  }
  return 0;
}

/** The line without its first piece and value, for a text whose beginning is missing; null where what is left says too little. */
export function headless({ words, names }: Pattern): Pattern | null {
  return (words[1] ?? '').length >= 2 * ENOUGH
    ? { words: words.slice(1), names: names.slice(1) }
    : null;
}
