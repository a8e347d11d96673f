import { applyEdits, modify } from 'jsonc-parser';
import type { Change } from '../../target.js';

/** The change that sets a value at a path, in the file's own indentation; undefined takes it away. */
export function setJson(
  text: string,
  path: readonly (string | number)[],
  value: unknown,
  where: string,
): Change | null {
  const indent = /^([ \t]+)["[{]/m.exec(text)?.[1] ?? '  ';
  const options = {
    formattingOptions: {
      insertSpaces: !indent.startsWith('\t'),
      tabSize: indent.startsWith('\t') ? 1 : indent.length,
      eol: text.includes('\r\n') ? '\r\n' : '\n',
    },
  };
  const after = applyEdits(text, modify(text, [...path], value, options));
  if (after === text) return null;
  let start = 0;
  while (start < text.length && text[start] === after[start]) start++;
  let tail = 0;
  const most = Math.min(text.length, after.length) - start;
  while (tail < most && text[text.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return {
    where,
    text: after.slice(start, after.length - tail),
    at: { start, end: text.length - tail },
  };
}
