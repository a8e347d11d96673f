import type { YAMLMap } from 'yaml';
import { applyChanges } from '../support/apply.js';
import { setAt } from '../support/yaml/edit.js';
import { readYaml } from '../support/yaml/read.js';
import type { Change } from '../target.js';
import { PREFIX } from './annotations.js';
import { fullName, isIngress, type IngressObject } from './object.js';
import { missingValues, type Values } from './values.js';

/** One change with all annotations of an object: those that stand there are set in place. */
export function annotate(text: string, ingress: IngressObject, values: Values): readonly Change[] {
  const where = `metadata.annotations of Ingress ${fullName(ingress)}`;
  const at = ingress.node?.range?.[0] ?? 0;
  const { start, end } = documentAt(text, at);
  // Its document alone is read again and again: the file may be a whole cluster.
  const before = text.slice(start, end);
  const index = nodesOf(before).findIndex((each) => each.range?.[0] === at - start);
  let after = before;
  for (const [name, value] of missingValues(ingress.annotations, values)) {
    const target = nodesOf(after)[index];
    if (target === undefined) break;
    const path = ['metadata', 'annotations', PREFIX + name];
    const edit = setAt(after, target, path, value);
    after = applyChanges(after, [{ where, ...edit }]);
  }
  if (after === before) return [];
  const change = smallest(before, after, where);
  return [
    {
      ...change,
      at: { start: start + (change.at?.start ?? 0), end: start + (change.at?.end ?? 0) },
    },
  ];
}

/** The document around an offset, its `---` before it. */
function documentAt(
  text: string,
  offset: number,
): { readonly start: number; readonly end: number } {
  const before = text.lastIndexOf('\n---', offset);
  const behind = text.indexOf('\n---', offset);
  return { start: before === -1 ? 0 : before + 1, end: behind === -1 ? text.length : behind + 1 };
}

function nodesOf(text: string): readonly YAMLMap[] {
  return readYaml({ file: '', text }).maps.filter(isIngress);
}

/** The change between two texts as one span: whole lines. */
function smallest(before: string, after: string, where: string): Change {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  start = before.lastIndexOf('\n', start - 1) + 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  // Back to the beginning of a line in both.
  while (
    tail > 0 &&
    !(startsLine(before, before.length - tail) && startsLine(after, after.length - tail))
  )
    tail--;
  const end = before.length - tail;
  return { where, text: after.slice(start, after.length - tail), at: { start, end } };
}

function startsLine(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n';
}
