/** Bytes first–last of a simple range; `end` null means to the end of the file. */
export interface SimpleRange {
  readonly start: number | null;
  readonly end: number | null;
}

const SINGLE_RANGE = /^bytes=([0-9]*)-([0-9]*)$/;

/**
 * https://fetch.spec.whatwg.org/#simple-range-header-value (parse a single
 * range header value, allowWhitespace false), or null on failure.
 */
export function parseSingleRange(value: string): SimpleRange | null {
  const match = SINGLE_RANGE.exec(value);
  if (!match) return null;
  const start = match[1] === '' ? null : Number(match[1]);
  const end = match[2] === '' ? null : Number(match[2]);
  if (start === null && end === null) return null;
  // As large as they may be, the standard compares whole numbers.
  if (match[1] && match[2] && BigInt(match[1]) > BigInt(match[2])) return null;
  return { start, end };
}
