import { isMap, isScalar, isSeq, parseAllDocuments, type Node, type YAMLMap } from 'yaml';
import type { ConfigProblem, Source, Span } from '../../target.js';

/** What a YAML text holds: the map of each document, and each item of a Kubernetes List. */
export interface YamlReading {
  readonly maps: readonly YAMLMap[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads all documents of a text. A document that does not parse is a problem
 * and costs no other one.
 */
export function readYaml({ text }: Source): YamlReading {
  const options = { prettyErrors: false, logLevel: 'silent' } as const;
  const documents = parseAllDocuments(text, options);
  if (!Array.isArray(documents)) return { maps: [], problems: [] };
  const problems = documents.flatMap(({ errors }) =>
    errors.map(({ pos: [start, end], message }): ConfigProblem => {
      const span = { start: Math.min(start, text.length), end: Math.min(end, text.length) };
      return { rule: 'yaml-syntax', severity: 'error', span, message: `${message}.` };
    }),
  );
  const maps = documents
    .filter(({ errors }) => errors.length === 0)
    .flatMap(({ contents }) => (isMap(contents) ? itemsOf(contents as YAMLMap) : []));
  return { maps, problems };
}

/** The objects of `kind: List`, or the object itself. */
function itemsOf(map: YAMLMap): YAMLMap[] {
  const items = map.get('items', true);
  if (!String(map.get('kind') ?? '').endsWith('List') || !isSeq(items)) return [map];
  return items.items.filter((item): item is YAMLMap => isMap(item));
}

/** The node at a path of keys and indexes, or null. Aliases are not followed. */
export function nodeAt(root: Node | null, ...path: readonly (string | number)[]): Node | null {
  let node: unknown = root;
  for (const step of path) {
    if (typeof step === 'string' && isMap(node)) node = node.get(step, true);
    else if (typeof step === 'number' && isSeq(node)) node = node.items[step];
    else return null;
  }
  return (node as Node | undefined) ?? null;
}

/** The text of a scalar, null where there is none: `true` and `1.0` are texts as written. */
export function textAt(root: Node | null, ...path: readonly (string | number)[]): string | null {
  const node = nodeAt(root, ...path);
  if (!isScalar(node) || node.value === null || node.value === undefined) return null;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

/** The items of a sequence; none where there is none. */
export function itemsAt(root: Node | null, ...path: readonly (string | number)[]): readonly Node[] {
  const node = nodeAt(root, ...path);
  return isSeq(node) ? (node.items as Node[]) : [];
}

/** The pairs of a map as text and node; none where there is none. */
export function entriesAt(
  root: Node | null,
  ...path: readonly (string | number)[]
): readonly { readonly key: string; readonly keySpan: Span; readonly value: Node | null }[] {
  const node = nodeAt(root, ...path);
  if (!isMap(node)) return [];
  return node.items.map(({ key, value }) => ({
    key: isScalar(key) ? String(key.value) : '',
    keySpan: spanOf(key as Node),
    value: value as Node | null,
  }));
}

/** Where a node stands, without the comment after it. */
export function spanOf(node: Node | null): Span {
  const [start, end] = node?.range ?? [0, 0, 0];
  return { start, end: Math.max(start, end) };
}
