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
  if (start !== null && end !== null && start > end) return null;
  return { start, end };
}
