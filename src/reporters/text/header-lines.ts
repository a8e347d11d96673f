import {
  nameIs,
  wireName,
  type Failure,
  type Header,
  type HeaderList,
} from '../../protocol/index.js';
import { escapeControls } from '../escape.js';
import type { Masker } from '../mask.js';
import type { Style } from './style.js';

/** A header as sent, masked and safe for a terminal. */
export function headerText(header: Header, masker: Masker): string {
  const [name, value] = masker.header(header);
  return `${escapeControls(wireName(name))}: ${escapeControls(value)}`;
}

/**
 * The offending header of a failure as sent, with a caret under the byte that
 * makes it wrong. Nothing where the fault is that there is no such header.
 */
export function markedHeader(
  failure: Failure,
  headers: HeaderList,
  indent: string,
  masker: Masker,
  style: Style,
): string[] {
  const { header, expected } = failure.details;
  if (header === undefined) return [];
  const sent = headers.filter(([name]) => nameIs(name, header));
  return sent.flatMap((line, index) => {
    const text = headerText(line, masker);
    const at = wrongAt(line[1], index, sent.length, failure, expected);
    if (at === null) return [indent + text];
    const before = escapeControls(line[0]).length + 2 + escapeControls(line[1].slice(0, at)).length;
    return [indent + text, indent + ' '.repeat(before) + style.bad('^')];
  });
}

/** Index of the first wrong byte in one line's value, or null where this line is not at fault. */
function wrongAt(
  value: string,
  line: number,
  lines: number,
  failure: Failure,
  expected: string | undefined,
): number | null {
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
