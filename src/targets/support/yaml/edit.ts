import {
  isMap,
  isScalar,
  isSeq,
  stringify,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Span } from '../../target.js';
import { nodeAt, spanOf } from './read.js';

/** A text to put in place of a span of YAML. */
export interface YamlEdit {
  readonly text: string;
  readonly at: Span;
}

/**
 * The edit that sets the value at a path of keys below a map: in place where
 * there is one, else as a new last entry, with the maps between made new.
 * Everything around it stays as it is.
 * @param value as JSON; a string, number, boolean, array or object
 */
export function setAt(
  text: string,
  root: YAMLMap,
  path: readonly string[],
  value: unknown,
): YamlEdit {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = nodeAt(root, ...path.slice(0, depth - 1));
    if (!isMap(parent)) continue;
    const rest = path.slice(depth).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    return setEntry(text, parent as YAMLMap, path[depth - 1]!, rest);
  }
  throw new RangeError('setAt needs a path');
}

/** The edit that sets one entry of a map. */
function setEntry(text: string, map: YAMLMap, key: string, value: unknown): YamlEdit {
  const pair = map.items.find((each) => isScalar(each.key) && each.key.value === key);
  if (map.flow === true) return setFlow(text, map, pair, key, value);
  const column = columnOf(text, map);
  if (pair === undefined) {
    const at = endOfLine(text, contentEnd(text, map));
    return {
      text: eol(text) + indented(render({ [key]: value }), column, text),
      at: { start: at, end: at },
    };
  }
  const keyEnd = spanOf(pair.key as Node).end;
  const colon = text.indexOf(':', keyEnd) + 1;
  const old = pair.value as Node | null;
  const empty =
    old === null || (isScalar(old) && old.value === null && spanOf(old).start === spanOf(old).end);
  const end = empty ? colon : contentEnd(text, old);
  return {
    text: quotedLike(old, value) ?? entryValue(value, column, text),
    at: { start: colon, end },
  };
}

/** A text in the quotes that the one before had; null where there were none. */
function quotedLike(old: Node | null, value: unknown): string | null {
  if (typeof value !== 'string' || !isScalar(old) || /[\r\n]/.test(value)) return null;
  if (old.type === 'QUOTE_DOUBLE') return ` ${JSON.stringify(value)}`;
  return old.type === 'QUOTE_SINGLE' ? ` '${value.replaceAll("'", "''")}'` : null;
}

/** An entry of `{ a: 1 }`; on lines of its own where the map's entries stand so, as in JSON that is laid out. */
function setFlow(
  text: string,
  map: YAMLMap,
  pair: Pair | undefined,
  key: string,
  value: unknown,
): YamlEdit {
  const last = map.items.at(-1);
  const first = map.items[0];
  const keyStart = spanOf((pair ?? last)?.key as Node | null).start;
  const lineStart = text.lastIndexOf('\n', keyStart - 1) + 1;
  const indent = text.slice(lineStart, keyStart);
  const laidOut = first !== undefined && lineStart > 0 && indent.trim() === '';
  const flow = laidOut ? jsonIn(text, value, indent) : JSON.stringify(value);
  if (pair !== undefined) return { text: flow, at: spanOf(pair.value as Node) };
  const close = spanOf(map).end - 1;
  const entry = `${JSON.stringify(key)}: ${flow}`;
  if (last === undefined) return { text: `{ ${entry} }`, at: spanOf(map) };
  const end = Math.min(spanOf((last.value ?? last.key) as Node).end, close);
  const before = laidOut ? eol(text) + indent : ' ';
  return { text: `,${before}${entry}`, at: { start: end, end } };
}

/** A value as JSON in the text's own indentation, for a place that is indented itself. */
export function jsonIn(text: string, value: unknown, indent: string): string {
  const unit = /^([ \t]+)["[{]/m.exec(text)?.[1] ?? '  ';
  return JSON.stringify(value, null, unit)
    .split('\n')
    .join(eol(text) + indent);
}

/** The edit that adds an item at the end of a sequence that is not empty. */
export function appendItem(text: string, seq: YAMLSeq, value: unknown): YamlEdit {
  if (seq.flow === true || seq.items.length === 0) {
    const close = spanOf(seq).end - 1;
    const comma = seq.items.length === 0 ? '' : ', ';
    return { text: comma + JSON.stringify(value), at: { start: close, end: close } };
  }
  const at = endOfLine(text, contentEnd(text, seq));
  return {
    text: eol(text) + indented(render([value]), columnOf(text, seq), text),
    at: { start: at, end: at },
  };
}

/**
 * The edit that adds an item before all others of the sequence under a key.
 * In a block it stands right below the key: a comment stays with the item after it.
 */
export function prependItem(text: string, map: YAMLMap, key: string, value: unknown): YamlEdit {
  const pair = map.items.find((each) => isScalar(each.key) && each.key.value === key);
  const seq = pair?.value;
  if (pair === undefined || !isSeq(seq) || seq.items.length === 0)
    return setEntry(text, map, key, [value]);
  if (seq.flow === true) {
    const at = spanOf(seq).start + 1;
    return { text: `${JSON.stringify(value)}, `, at: { start: at, end: at } };
  }
  const at = endOfLine(text, spanOf(pair.key as Node).end);
  return {
    text: eol(text) + indented(render([value]), columnOf(text, seq), text),
    at: { start: at, end: at },
  };
}

/** The edit that adds an item before another of its sequence; comments above that one stay with it. */
export function insertBefore(text: string, item: Node, value: unknown): YamlEdit {
  const { start } = spanOf(item);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const dash = /^([ \t]*)-\s+$/.exec(text.slice(lineStart, start));
  if (dash === null) return { text: `${JSON.stringify(value)}, `, at: { start, end: start } };
  let at = lineStart;
  for (;;) {
    const before = text.lastIndexOf('\n', at - 2) + 1;
    if (at === 0 || !/^\s*#/.test(text.slice(before, at))) break;
    at = before;
  }
  const block = indented(render([value]), dash[1]!.length, text);
  return { text: block + eol(text), at: { start: at, end: at } };
}

/** The edit that takes an entry out of a map, with its line; null where there is none. */
export function removeEntry(text: string, map: YAMLMap, key: string): YamlEdit | null {
  const index = map.items.findIndex((each) => isScalar(each.key) && each.key.value === key);
  const pair = map.items[index];
  if (pair === undefined) return null;
  const start = spanOf(pair.key as Node).start;
  const end = contentEnd(text, (pair.value ?? pair.key) as Node);
  if (map.flow === true) {
    const next = map.items[index + 1];
    if (next !== undefined) return { text: '', at: { start, end: spanOf(next.key as Node).start } };
    const before = map.items[index - 1];
    const from = before === undefined ? start : spanOf((before.value ?? before.key) as Node).end;
    return { text: '', at: { start: from, end } };
  }
  if (map.items.length === 1) return { text: '{}', at: { start, end } };
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  // The first entry of an item of a sequence shares its line with the dash.
  if (text.slice(lineStart, start).trim() !== '') {
    const next = spanOf(map.items[index + 1]!.key as Node).start;
    return { text: '', at: { start, end: next } };
  }
  return { text: '', at: wholeLines(text, lineStart, endOfLine(text, end)) };
}

/** The edit that takes an item out of a sequence that has others, with its lines. */
export function removeItem(text: string, seq: YAMLSeq, index: number): YamlEdit {
  const item = seq.items[index] as Node;
  const start = spanOf(item).start;
  const end = contentEnd(text, item);
  if (seq.flow === true) {
    const next = seq.items[index + 1] as Node | undefined;
    if (next !== undefined) return { text: '', at: { start, end: spanOf(next).start } };
    const before = seq.items[index - 1] as Node | undefined;
    return { text: '', at: { start: before === undefined ? start : spanOf(before).end, end } };
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return { text: '', at: wholeLines(text, lineStart, endOfLine(text, end)) };
}

/**
 * Lines with the line break before them, so that what is added behind them stands
 * apart; the first ones with the break after them.
 */
function wholeLines(text: string, start: number, end: number): Span {
  if (start === 0) return { start, end: Math.min(text.length, end + eolLength(text, end)) };
  return { start: start - (text[start - 2] === '\r' ? 2 : 1), end };
}

/** A value after `key:`, with the space or line break before it. */
function entryValue(value: unknown, column: number, text: string): string {
  const entry = indented(render({ k: value }), column, text);
  return entry.slice(entry.indexOf('k:') + 2);
}

function render(value: unknown): string {
  return stringify(value, {
    lineWidth: 0,
    defaultStringType: 'PLAIN',
    singleQuote: false,
    aliasDuplicateObjects: false,
  }).trimEnd();
}

function indented(block: string, column: number, text: string): string {
  const pad = ' '.repeat(column);
  return block
    .split('\n')
    .map((line) => (line === '' ? '' : pad + line))
    .join(eol(text));
}

/** The column at which the entries of a block collection stand, from 0. */
function columnOf(text: string, node: YAMLMap | YAMLSeq): number {
  const { start } = spanOf(node);
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

/** Behind the last character of a node that is no white space. */
function contentEnd(text: string, node: Node): number {
  const { start, end } = spanOf(lastOf(node));
  let at = end;
  while (at > start && /\s/.test(text[at - 1]!)) at--;
  return at;
}

/** Block collections end where their last entry ends: what follows may be a comment. */
function lastOf(node: Node): Node {
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return last === undefined ? node : lastOf((last.value ?? last.key) as Node);
  }
  if (isSeq(node) && node.flow !== true) {
    const last = node.items.at(-1) as Node | undefined;
    return last === undefined ? node : lastOf(last);
  }
  return node;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function eolLength(text: string, offset: number): number {
  return text[offset] === '\r' ? 2 : text[offset] === '\n' ? 1 : 0;
}

function eol(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
