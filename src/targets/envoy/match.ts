import type { Node, YAMLMap } from 'yaml';
import { requestHeader } from '../../policy/index.js';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import { compilePattern } from '../support/pattern.js';
import { entriesAt, textAt } from '../support/yaml/read.js';
import { fieldAt, fieldMaps, fieldText, perNode } from './field.js';

/** How a text is compared: envoy.type.matcher.v3.StringMatcher */
export interface StringMatcher {
  readonly kind: 'exact' | 'prefix' | 'suffix' | 'contains' | 'regex' | 'unknown';
  readonly value: string;
  readonly ignoreCase: boolean;
}

/** Which requests a route takes. */
export interface RouteMatch {
  readonly kind: 'prefix' | 'path' | 'separated' | 'regex' | 'unknown';
  readonly value: string;
  readonly ignoreCase: boolean;
  readonly headers: readonly HeaderMatch[];
  /** Whether it asks for what is not followed here: query, share of requests, certificates … */
  readonly other: boolean;
}

interface HeaderMatch {
  readonly name: string;
  /** Null: that the header is there, whatever it says. */
  readonly value: StringMatcher | null;
  readonly invert: boolean;
}

const KINDS = ['exact', 'prefix', 'suffix', 'contains'] as const;

/** A StringMatcher; `suffix` of a field's names is for HeaderMatcher's own, deprecated ones (`exact_match`). */
export function stringMatcher(node: Node | null, suffix = ''): StringMatcher | null {
  const ignoreCase = fieldText(node, 'ignore_case') === 'true';
  for (const kind of KINDS) {
    const value = fieldText(node, kind + suffix);
    if (value !== null) return { kind, value, ignoreCase };
  }
  const regex =
    fieldText(node, `safe_regex${suffix}`, 'regex') ?? fieldText(node, `regex${suffix}`);
  // Whether letters count is said within the expression: ignore_case is not for it.
  if (regex !== null) return { kind: 'regex', value: regex, ignoreCase: false };
  return fieldAt(node, 'custom') === null ? null : { kind: 'unknown', value: '', ignoreCase };
}

/** Regular expressions match the whole text (RE2). */
export function holds({ kind, value, ignoreCase }: StringMatcher, given: string): boolean {
  const text = ignoreCase ? given.toLowerCase() : given;
  const wanted = ignoreCase ? value.toLowerCase() : value;
  switch (kind) {
    case 'exact':
      return text === wanted;
    case 'prefix':
      return text.startsWith(wanted);
    case 'suffix':
      return text.endsWith(wanted);
    case 'contains':
      return text.includes(wanted);
    case 'regex':
      return compilePattern(value, true)?.test(text) === true;
    case 'unknown':
      return false;
  }
}

const FOLLOWED = new Set([
  'prefix',
  'path',
  'path_separated_prefix',
  'pathSeparatedPrefix',
  'safe_regex',
  'safeRegex',
  'regex',
  'case_sensitive',
  'caseSensitive',
  'headers',
]);

/** The `match` of a route. */
export const routeMatch = perNode((route): RouteMatch => {
  const node = fieldAt(route, 'match');
  const kinds = [
    ['prefix', fieldText(node, 'prefix')],
    ['path', fieldText(node, 'path')],
    ['separated', fieldText(node, 'path_separated_prefix')],
    ['regex', fieldText(node, 'safe_regex', 'regex') ?? fieldText(node, 'regex')],
  ] as const;
  const [kind, value] = kinds.find(([, text]) => text !== null) ?? (['unknown', ''] as const);
  return {
    kind,
    value: value ?? '',
    ignoreCase: fieldText(node, 'case_sensitive') === 'false',
    headers: fieldMaps(node, 'headers').map(headerMatch),
    other: entriesAt(node).some(({ key }) => !FOLLOWED.has(key)),
  };
});

function headerMatch(node: YAMLMap): HeaderMatch {
  return {
    name: (textAt(node, 'name') ?? '').toLowerCase(),
    value: stringMatcher(fieldAt(node, 'string_match')) ?? stringMatcher(node, '_match'),
    invert:
      (fieldText(node, 'invert_match') === 'true') !==
      (fieldText(node, 'present_match') === 'false'),
  };
}

/** Whether a route takes a request, as far as path and headers tell. */
export function takes(match: RouteMatch, request: NetworkRequest, url: UrlRecord): boolean {
  return (
    takesPath(match, url.pathname) && match.headers.every((each) => hasHeader(each, request, url))
  );
}

/** Whether a route takes a path. */
export function takesPath({ kind, value, ignoreCase }: RouteMatch, pathname: string): boolean {
  const path = ignoreCase ? pathname.toLowerCase() : pathname;
  const wanted = ignoreCase ? value.toLowerCase() : value;
  switch (kind) {
    case 'prefix':
      return path.startsWith(wanted);
    case 'path':
      return path === wanted;
    case 'separated':
      return path === wanted || path.startsWith(`${wanted}/`);
    case 'regex':
      return compilePattern(value, true)?.test(pathname) === true;
    case 'unknown':
      return false;
  }
}

function hasHeader(
  { name, value, invert }: HeaderMatch,
  request: NetworkRequest,
  url: UrlRecord,
): boolean {
  const pseudo: Readonly<Record<string, string>> = {
    ':method': request.method,
    ':path': url.pathname + url.search,
    ':authority': url.host,
    ':scheme': url.protocol.replace(':', ''),
  };
  const sent = pseudo[name] ?? requestHeader(request, name);
  const found = sent !== null && (value === null || holds(value, sent));
  return found !== invert;
}

/** What of a route answers without a service, for which filters like CORS do nothing; null where it goes to one. */
export function ownAnswer(route: YAMLMap): 'redirect' | 'direct_response' | null {
  const kinds = ['redirect', 'direct_response'] as const;
  return kinds.find((each) => fieldAt(route, each) !== null) ?? null;
}

/** Whether a route answers without a service. */
export function answersAlone(route: YAMLMap): boolean {
  return ownAnswer(route) !== null;
}
