import type { CorsPolicy } from '../../policy/index.js';
import { writeAllowedOrigin } from '../../policy/index.js';
import type { Place } from '../target.js';
import type { Item } from './contexts.js';
import { CORS_HEADERS, headingOf, hostOf, LISTS, pathPattern } from './own.js';

/** The user's headers of one setting that a list written here would take the place of. */
export interface Carried {
  readonly always: readonly Item[];
  /** Conditions within the place under which the list is another one: their text, from the outermost. */
  readonly sometimes: readonly {
    readonly conditions: readonly string[];
    readonly items: readonly Item[];
  }[];
}

/** Those of both settings. */
export interface CarriedLists {
  readonly add: Carried;
  readonly set: Carried;
}

type Pair = readonly [name: string, value: string];

/** The block that says a policy at a place. */
export function linesFor(
  policy: CorsPolicy,
  place: Place,
  carried: CarriedLists,
): readonly string[] {
  const any = policy.origins.some(({ kind }) => kind === 'any');
  const vary: readonly Pair[] = any || policy.origins.length === 0 ? [] : [['Vary', 'Origin']];
  const inner: string[] = vary.length > 0 ? [...lists(LISTS[0], carried.add, vary)] : [];
  if (any) inner.push(...answers(policy, '*', carried.set));
  else {
    inner.push(...lists(LISTS[1], carried.set, headers({})));
    for (const allowed of policy.origins) {
      const origin = writeAllowedOrigin(allowed);
      inner.push(
        ...block(
          `$REQUEST_HEADER["Origin"] == ${quoted(origin)}`,
          answers(policy, origin, carried.set),
        ),
      );
    }
  }
  const at = block(`$HTTP["url"] =~ ${quoted(pathPattern(place.path))}`, inner);
  return [headingOf(place), ...block(`$HTTP["host"] == ${quoted(hostOf(place))}`, at)];
}

/** What an allowed page is told, and the answer to its preflights. */
function answers(policy: CorsPolicy, origin: string, kept: Carried): readonly string[] {
  const always = {
    'Access-Control-Allow-Origin': origin,
    ...(policy.credentials ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
  };
  const plain = headers({
    ...always,
    'Access-Control-Expose-Headers': names(policy.exposedHeaders),
  });
  const preflight = headers({
    ...always,
    'Access-Control-Allow-Methods': names(policy.methods),
    'Access-Control-Allow-Headers': names(policy.requestHeaders),
    'Access-Control-Max-Age': policy.maxAge === null ? '' : String(policy.maxAge),
  });
  const asked = '$REQUEST_HEADER["Access-Control-Request-Method"] != ""';
  return [
    ...lists(LISTS[1], kept, plain),
    ...nested(
      [
        '$HTTP["request-method"] == "OPTIONS"',
        ...(origin === '*' ? ['$REQUEST_HEADER["Origin"] != ""'] : []),
        asked,
      ],
      [
        // A "redirect" with a status that is none ends a request; its Location is taken away again.
        'url.redirect = ( "" => "/" )',
        'url.redirect-code = 204',
        ...lists(LISTS[1], kept, [...preflight, ['Location', '']]),
      ],
    ),
  ];
}

/** All CORS headers: those that are not sent are taken away, whoever sent them. */
function headers(sent: Readonly<Record<string, string>>): readonly Pair[] {
  return CORS_HEADERS.map((name) => [name, sent[name] ?? ''] as const);
}

function names(all: readonly string[] | '*'): string {
  return all === '*' ? '*' : all.join(', ');
}

function pairs(items: readonly Item[]): readonly Pair[] {
  return items.map(({ key, value }) => [key ?? '', value ?? ''] as const);
}

/** A list of the policy's headers and the user's, and the same again where the user's are others. */
function lists(
  name: string,
  { always, sometimes }: Carried,
  sent: readonly Pair[],
): readonly string[] {
  return [
    ...list(name, [...pairs(always), ...sent]),
    ...sometimes.flatMap(({ conditions, items }) =>
      nested(conditions, list(name, [...pairs(items), ...sent])),
    ),
  ];
}

function list(name: string, entries: readonly Pair[]): readonly string[] {
  return [
    `${name} = (`,
    ...entries.map(([key, value]) => `    ${quoted(key)} => ${quoted(value)},`),
    ')',
  ];
}

function block(head: string, inner: readonly string[]): readonly string[] {
  return [`${head} {`, ...inner.map((line) => `    ${line}`), '}'];
}

function nested(heads: readonly string[], inner: readonly string[]): readonly string[] {
  return heads.reduceRight<readonly string[]>((lines, head) => block(head, lines), inner);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}
