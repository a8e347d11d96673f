import type { Node } from 'yaml';
import type { Change } from '../../target.js';
import { jsonIn } from '../yaml/edit.js';
import { spanOf } from '../yaml/read.js';

/** The change that puts a value in the place of a node, in the file's own indentation. */
export function replaceJson(text: string, node: Node, value: unknown, where: string): Change {
  const { start, end } = spanOf(node);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
  const block = jsonIn(text, value, before);
  const trimmed = text.slice(start, end).trimEnd().length;
  return { where, text: block, at: { start, end: start + trimmed } };
}
