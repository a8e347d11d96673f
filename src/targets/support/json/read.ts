import { findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { ConfigProblem, Source, Span } from '../../target.js';

/** What a JSON text holds; comments and commas at the end are taken. */
export interface JsonReading {
  readonly root: Node | null;
  readonly problems: readonly ConfigProblem[];
}

/** Reads JSON with places. */
export function readJson({ text }: Source): JsonReading {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true }) ?? null;
  const problems = errors.slice(0, 1).map(({ offset, length }): ConfigProblem => {
    const start = Math.min(offset, text.length);
    const span = { start, end: Math.min(start + length, text.length) };
    return {
      rule: 'json-syntax',
      severity: 'error',
      span,
      message: 'This is no JSON from here on.',
    };
  });
  return { root, problems };
}

/** The node at a path, or null. */
export function jsonAt(root: Node | null, ...path: readonly (string | number)[]): Node | null {
  return root === null ? null : (findNodeAtLocation(root, [...path]) ?? null);
}

/** The texts of an array; none where there is none. */
export function textsAt(
  root: Node | null,
  ...path: readonly (string | number)[]
): readonly string[] {
  const node = jsonAt(root, ...path);
  return (node?.type === 'array' ? (node.children ?? []) : []).flatMap((each) =>
    typeof each.value === 'string' ? [each.value] : [],
  );
}

/** The value of a scalar; null where there is none. */
export function scalarAt(
  root: Node | null,
  ...path: readonly (string | number)[]
): string | number | boolean | null {
  const value: unknown = jsonAt(root, ...path)?.value;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null;
}

/** Where a node stands. */
export function jsonSpan(node: Node | null): Span {
  return node === null
    ? { start: 0, end: 0 }
    : { start: node.offset, end: node.offset + node.length };
}
