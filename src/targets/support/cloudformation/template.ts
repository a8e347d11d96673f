import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import type { ConfigProblem, Source } from '../../target.js';
import { entriesAt, itemsAt, nodeAt, readYaml, textAt } from '../yaml/read.js';

/** One resource of a template. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly node: YAMLMap;
}

/** Reads a template, or what a command of AWS printed: YAML, or JSON whose tabs count as spaces. */
export function readAws(source: Source): {
  readonly root: YAMLMap | null;
  readonly problems: readonly ConfigProblem[];
} {
  const json = /^\s*\{/.test(source.text);
  const { maps, problems } = readYaml(
    json ? { ...source, text: source.text.replaceAll('\t', ' ') } : source,
  );
  return { root: maps[0] ?? null, problems };
}

/** The resources of a template, in their order. */
export function resourcesOf(root: Node | null): readonly Resource[] {
  return entriesAt(root, 'Resources').flatMap(({ key, value }) => {
    const type = textAt(value, 'Type');
    return isMap(value) && type !== null ? [{ id: key, type, node: value as YAMLMap }] : [];
  });
}

/**
 * Whether a value is known only when the template is deployed: `!Ref X`, `{"Fn::Sub": …}`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function isIntrinsic(node: Node | null): boolean {
  if (node === null) return false;
  if (/^!(?!!)/.test((node as { readonly tag?: string }).tag ?? '')) return true;
  const [only, ...more] = entriesAt(node);
  return only !== undefined && more.length === 0 && /^(?:Ref|Fn::\w+)$/.test(only.key);
}

/** The outermost values within a node, or itself, that are known only when the template is deployed. */
export function intrinsicsIn(node: Node | null): readonly Node[] {
  if (node === null) return [];
  if (isIntrinsic(node)) return [node];
  const inner = isMap(node) ? entriesAt(node).map(({ value }) => value) : itemsAt(node);
  return inner.flatMap(intrinsicsIn);
}

/** The text of a scalar that is written out; null where there is none, or what it will be is not known. */
export function knownText(root: Node | null, ...path: readonly (string | number)[]): string | null {
  const node = nodeAt(root, ...path);
  return isIntrinsic(node) ? null : textAt(node);
}

/** The resource that `!Ref X`, `!GetAtt X.Arn` or their long forms name; null for others. */
export function referred(node: Node | null): string | null {
  const tag = (node as { readonly tag?: string } | null)?.tag;
  if (isScalar(node) && (tag === '!Ref' || tag === '!GetAtt'))
    return textAt(node)?.split('.')[0] ?? null;
  const parts = nodeAt(node, 'Fn::GetAtt');
  return textAt(node, 'Ref') ?? textAt(parts, 0) ?? textAt(parts)?.split('.')[0] ?? null;
}
