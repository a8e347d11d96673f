import { isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { removeEntry, removeItem, type YamlEdit } from '../support/yaml/edit.js';
import { textAt, spanOf } from '../support/yaml/read.js';
import type { SimulatedHeader, Span } from '../target.js';
import type { Routed } from './routing.js';
import { fieldAt, fieldMaps, fieldText, fieldTexts, keyOf, perNode } from './field.js';

/** One of `response_headers_to_add`. */
export interface AddedHeader {
  readonly name: string;
  readonly value: string;
  readonly action: 'append' | 'add-if-absent' | 'overwrite' | 'overwrite-if-exists';
  readonly span: Span;
}

const ACTIONS: Readonly<Record<string, AddedHeader['action']>> = {
  ADD_IF_ABSENT: 'add-if-absent',
  OVERWRITE_IF_EXISTS_OR_ADD: 'overwrite',
  OVERWRITE_IF_EXISTS: 'overwrite-if-exists',
};

/** What a route, virtual host or route configuration adds to answers, in its order. */
export const addedBy = perNode((holder): readonly AddedHeader[] => {
  return fieldMaps(holder, 'response_headers_to_add').map((node) => {
    const action = ACTIONS[fieldText(node, 'append_action') ?? ''];
    const append = fieldText(node, 'append');
    return {
      name: fieldText(node, 'header', 'key') ?? '',
      value:
        fieldText(node, 'header', 'value') ?? textAt(fieldAt(node, 'header', 'raw_value')) ?? '',
      action: action ?? (append === 'false' ? 'overwrite' : 'append'),
      span: spanOf(node),
    };
  });
});

/** What a route, virtual host or route configuration takes away from answers, in lower case. */
const removedBy = perNode(
  (holder): ReadonlySet<string> =>
    new Set(fieldTexts(holder, 'response_headers_to_remove').map((name) => name.toLowerCase())),
);

/**
 * An answer with what its route and the levels around it take away and add, the most
 * specific first; each takes away before it adds. A CORS header that is appended to
 * one that is there makes one line of both.
 * envoyproxy/envoy, source/common/router/header_parser.cc (evaluateHeaders)
 */
export function withHeaders(
  { table, host, route }: Routed,
  headers: readonly SimulatedHeader[],
): readonly SimulatedHeader[] {
  let result = headers;
  for (const holder of [route, host.node, table.node]) {
    const removed = removedBy(holder);
    result = result.filter(({ name }) => !removed.has(name.toLowerCase()));
    for (const added of addedBy(holder)) result = withOne(result, added);
  }
  return result;
}

function withOne(
  headers: readonly SimulatedHeader[],
  added: AddedHeader,
): readonly SimulatedHeader[] {
  const { name, value, action, span } = added;
  const same = (each: SimulatedHeader): boolean => each.name.toLowerCase() === name.toLowerCase();
  const found = headers.find(same);
  if (found === undefined)
    return action === 'overwrite-if-exists' ? headers : [...headers, { name, value, span }];
  if (action === 'add-if-absent') return headers;
  const others = headers.filter((each) => !same(each));
  if (action !== 'append') return [...others, { name, value, span }];
  return /^access-control-/i.test(name)
    ? headers.map((each) =>
        each === found ? { ...each, value: `${each.value},${value}`, span } : each,
      )
    : [...headers, { name, value, span }];
}

/** Whether something adds CORS headers to answers. */
export function addsCorsHeaders(holder: YAMLMap): boolean {
  return addedBy(holder).some(isCors);
}

function isCors({ name }: Pick<AddedHeader, 'name'>): boolean {
  return /^access-control-/i.test(name);
}

/** The edits that take the CORS headers out of what a holder adds. */
export function withoutCorsHeaders(text: string, holder: YAMLMap): readonly YamlEdit[] {
  const key = keyOf(holder, 'response_headers_to_add');
  const list = fieldAt(holder, 'response_headers_to_add');
  const added = addedBy(holder);
  if (!isSeq(list) || added.length !== list.items.length || !added.some(isCors)) return [];
  if (added.every(isCors)) {
    const edit = removeEntry(text, holder, key);
    return edit === null ? [] : [edit];
  }
  return added.flatMap((each, index) =>
    isCors(each) ? [removeItem(text, list as YAMLSeq, index)] : [],
  );
}
