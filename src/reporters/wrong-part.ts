import type { Failure } from '../protocol/index.js';

/** Index of the first wrong byte in one line's value, or null where this line is not at fault. */
export function wrongAt(
  value: string,
  line: number,
  lines: number,
  failure: Failure,
): number | null {
  const { expected } = failure.details;
  switch (failure.code) {
    case 'multiple-allow-origin-values':
      if (lines > 1) return line === 0 ? null : 0;
      return Math.max(0, value.search(/[ ,]/));
    case 'wildcard-origin-with-credentials':
      return Math.max(0, value.indexOf('*'));
    case 'allow-origin-mismatch':
    case 'invalid-allow-origin-value':
    case 'allow-credentials-not-true':
      return firstDifference(value, expected ?? '');
    case 'allow-methods-malformed':
    case 'allow-headers-malformed':
      return firstNonToken(value);
    default:
      return null;
  }
}

function firstDifference(value: string, expected: string): number {
  let at = 0;
  while (at < value.length && at < expected.length && value[at] === expected[at]) at++;
  return at;
}

/** Where a list stops being a list of tokens. */
function firstNonToken(value: string): number | null {
  let start = 0;
  for (const part of value.split(',')) {
    const item = part.trim();
    const bad = item.search(/[^!#$%&'*+\-.^_`|~0-9A-Za-z]/);
    if (bad >= 0) return start + part.indexOf(item) + bad;
    start += part.length + 1;
  }
  return null;
}
