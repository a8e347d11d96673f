import type { Node } from 'yaml';
import type { Change } from '../../target.js';
import { spanOf } from '../yaml/read.js';

/** The change that puts a value in the place of a node, in the file's own indentation. */
export function replaceJson(text: string, node: Node, value: unknown, where: string): Change {
  const { start, end } = spanOf(node);
  const indent = /^([ \t]+)["[{]/m.exec(text)?.[1] ?? '  ';
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const block = JSON.stringify(value, null, indent)
    .split('\n')
    .join(eol + before);
  const trimmed = text.slice(start, end).trimEnd().length;
  return { where, text: block, at: { start, end: start + trimmed } };
}
