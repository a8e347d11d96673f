import type { Span } from '../target.js';

/** A line as Apache reads it: continuations joined, without the white space around. */
export interface LogicalLine {
  readonly text: string;
  /** The offset of a character of `text` in the file. */
  readonly at: (index: number) => number;
  readonly span: Span;
  /** The offset of the line after it. */
  readonly next: number;
}

/**
 * The lines that say something: a backslash before a line end joins two lines,
 * a comment has a line of its own (https://httpd.apache.org/docs/2.4/configuring.html#syntax).
 */
export function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let at = 0;
  while (at < text.length) {
    const offsets: number[] = [];
    let joined = '';
    for (;;) {
      const newline = text.indexOf('\n', at);
      const end = newline === -1 ? text.length : newline;
      const raw = text.slice(at, end).replace(/\r$/, '');
      const continued = newline !== -1 && raw.endsWith('\\');
      const kept = continued ? raw.slice(0, -1) : raw;
      for (let i = 0; i < kept.length; i++) offsets.push(at + i);
      joined += kept;
      at = newline === -1 ? text.length : newline + 1;
      if (!continued || at >= text.length) break;
    }
    const trimmed = joined.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const lead = joined.length - joined.trimStart().length;
    const offset = (index: number): number =>
      offsets[lead + index] ?? (offsets[lead + trimmed.length - 1] ?? 0) + 1;
    const span = { start: offset(0), end: offset(trimmed.length - 1) + 1 };
    lines.push({ text: trimmed, at: offset, span, next: at });
  }
  return lines;
}
