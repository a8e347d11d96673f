import type { CorsPolicy } from '../../policy/index.js';
import { writeAllowedOrigin } from '../../policy/index.js';
import type { Place } from '../target.js';
import type { Item } from './contexts.js';
import { headingOf, hostOf, LISTS, pathPattern } from './own.js';

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

const ORIGIN = 'Access-Control-Allow-Origin';
const CREDENTIALS = 'Access-Control-Allow-Credentials';

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
    inner.push(...lists(LISTS[1], carried.set, [[ORIGIN, '']]));
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
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = policy;
  // An empty one takes away what the server behind sends.
  const plain: readonly Pair[] = [
    [ORIGIN, origin],
    [CREDENTIALS, credentials ? 'true' : ''],
    ['Access-Control-Expose-Headers', names(exposedHeaders)],
  ];
  // lighttpd answers these itself: there is nothing to take away but the Location of its own.
  const preflight: readonly Pair[] = [
    [ORIGIN, origin],
    [CREDENTIALS, credentials ? 'true' : ''],
    ['Access-Control-Allow-Methods', names(methods)],
    ['Access-Control-Allow-Headers', names(requestHeaders)],
    ['Access-Control-Max-Age', maxAge === null ? '' : String(maxAge)],
  ];
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
        ...lists(LISTS[1], kept, [
          ...preflight.filter(([, value]) => value !== ''),
          ['Location', ''],
        ]),
      ],
    ),
  ];
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
