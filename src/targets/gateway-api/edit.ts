import { isMap, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { CorsPolicy } from '../../policy/index.js';
import {
  appendItem,
  prependItem,
  removeEntry,
  setAt,
  type YamlEdit,
} from '../support/yaml/edit.js';
import { nodeAt, spanOf } from '../support/yaml/read.js';
import { filterOf } from './filter.js';
import type { AddedRule, RoutePlan } from './plan.js';
import { corsOf } from './say.js';
import { corsItem, ruleFor } from './write.js';

/** The edits of an HTTPRoute's text: filters set or taken out, matches moved, rules added. */
export function editsFor(
  text: string,
  { route, inPlace, added }: RoutePlan,
  policy: CorsPolicy,
  path: string,
): readonly YamlEdit[] {
  const rules = nodeAt(route, 'spec', 'rules');
  if (!isSeq(rules)) return [];
  return [
    ...inPlace.flatMap((index) => {
      const rule = rules.items[index];
      return isMap(rule) ? (filterEdit(text, rule as YAMLMap, policy) ?? []) : [];
    }),
    ...added.flatMap((each) => movedEdits(text, each)),
    ...added.map((each) => appendItem(text, rules, ruleFor(each, policy, path))),
  ];
}

function filterEdit(text: string, rule: YAMLMap, policy: CorsPolicy): YamlEdit | null {
  const filter = filterOf(rule);
  const item = corsItem(policy);
  const filters = nodeAt(rule, 'filters');
  if (item === null) {
    if (filter === null) return null;
    if (isSeq(filters) && filters.items.length > 1) return removeItem(text, filters, filter.item);
    const edit = removeEntry(text, rule, 'filters');
    return edit === null ? null : keepLineEnd(text, edit);
  }
  if (filter !== null) return setAt(text, filter.item, ['cors'], corsOf(policy));
  return isSeq(filters) && filters.items.length > 0
    ? prependItem(text, rule, 'filters', item)
    : setAt(text, rule, ['filters'], [item]);
}

function movedEdits(text: string, { from, moved }: AddedRule): readonly YamlEdit[] {
  const matches = nodeAt(from, 'matches');
  if (!isSeq(matches)) return [];
  const gone = moved.flatMap(({ node }) => node ?? []);
  if (matches.flow !== true || gone.length === 1)
    return gone.map((node) => removeItem(text, matches, node));
  const kept = (matches.items as Node[]).filter((node) => !gone.includes(node as YAMLMap));
  return gone.length === 0
    ? []
    : [
        setAt(
          text,
          from,
          ['matches'],
          kept.map((node) => node.toJSON() as unknown),
        ),
      ];
}

/** One of several items taken out of a sequence, in a block with its lines. */
export function removeItem(text: string, seq: YAMLSeq, item: Node): YamlEdit {
  const { start, end } = spanOf(item);
  if (seq.flow === true) {
    const index = seq.items.indexOf(item);
    const [before, next] = [seq.items[index - 1], seq.items[index + 1]] as (Node | undefined)[];
    if (next !== undefined) return { text: '', at: { start, end: spanOf(next).start } };
    return { text: '', at: { start: before === undefined ? start : spanOf(before).end, end } };
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const last = start + text.slice(start, end).trimEnd().length;
  const newline = text.indexOf('\n', last);
  const at = { start: lineStart, end: newline === -1 ? text.length : newline + 1 };
  return keepLineEnd(text, { text: '', at });
}

/** Lines taken out with the line end before them: what is added behind them may stand at their own. */
function keepLineEnd(text: string, edit: YamlEdit): YamlEdit {
  const { start, end } = edit.at;
  if (edit.text !== '' || text[end - 1] !== '\n' || text[start - 1] !== '\n') return edit;
  const length = (at: number): number => (text[at - 1] === '\r' ? 2 : 1);
  return { text: '', at: { start: start - length(start - 1), end: end - length(end - 1) } };
}
