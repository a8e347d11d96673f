import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import {
  entriesAt,
  itemsAt,
  nodeAt,
  readYaml,
  textAt,
  type YamlReading,
} from '../support/yaml/read.js';
import type { Source } from '../target.js';

/** Reads YAML, or JSON with tabs, which YAML does not take everywhere: they count as spaces. */
export function readEnvoy(source: Source): YamlReading {
  const json = /^\s*\{/.test(source.text);
  return readYaml(json ? { ...source, text: source.text.replaceAll('\t', ' ') } : source);
}

/**
 * The name under which a map has a field. Envoy takes a field in snake_case and in
 * lowerCamelCase: https://protobuf.dev/programming-guides/json/
 */
export function keyOf(map: Node | null, name: string): string {
  const camel = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return nodeAt(map, name) === null && nodeAt(map, camel) !== null ? camel : name;
}

/** The node at a path of fields, named in snake_case. */
export function fieldAt(map: Node | null, ...path: readonly string[]): Node | null {
  return path.reduce<Node | null>((node, name) => nodeAt(node, keyOf(node, name)), map);
}

/** The text at a path of fields; null where there is no scalar. */
export function fieldText(map: Node | null, ...path: readonly string[]): string | null {
  return textAt(fieldAt(map, ...path));
}

/** The maps of a list under a field. */
export function fieldMaps(map: Node | null, ...path: readonly string[]): readonly YAMLMap[] {
  return itemsAt(fieldAt(map, ...path)).filter((node): node is YAMLMap => isMap(node));
}

/** The texts of a list under a field. */
export function fieldTexts(map: Node | null, ...path: readonly string[]): readonly string[] {
  return itemsAt(fieldAt(map, ...path)).flatMap((node) => textAt(node) ?? []);
}

/** A BoolValue; null where none is said. */
export function fieldFlag(map: Node | null, ...path: readonly string[]): boolean | null {
  const node = fieldAt(map, ...path);
  if (!isScalar(node)) return null;
  return textAt(node) === 'true';
}

/** The type that a message says it is, without its address. */
export function typeOf(map: Node | null): string {
  const type = textAt(map, '@type') ?? textAt(map, 'type_url') ?? '';
  return type.slice(type.lastIndexOf('/') + 1);
}

/** Every map of a tree, the outer before the inner, with what `carry` makes of those around it. */
export function* mapsWith<T>(
  node: Node | null,
  carry: (map: YAMLMap, outer: T) => T,
  outer: T,
): Generator<{ readonly map: YAMLMap; readonly carried: T }> {
  if (isMap(node)) {
    const map = node as YAMLMap;
    const carried = carry(map, outer);
    yield { map, carried };
    for (const { value } of entriesAt(map)) yield* mapsWith(value, carry, carried);
  } else for (const item of itemsAt(node)) yield* mapsWith(item, carry, outer);
}

/** A function of a node that is asked again with every request: what was read stays as it is. */
export function perNode<T>(make: (node: YAMLMap) => T): (node: YAMLMap) => T {
  const made = new WeakMap<YAMLMap, { readonly value: T }>();
  return (node) => {
    const known = made.get(node);
    if (known !== undefined) return known.value;
    const value = make(node);
    made.set(node, { value });
    return value;
  };
}
