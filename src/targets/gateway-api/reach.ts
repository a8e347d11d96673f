import type { UrlRecord } from '../../protocol/index.js';
import { isBelow, isForHost, isPath } from './matching.js';
import { byPrecedence, isSettled, isTie } from './precedence.js';
import { trimSlash, type Condition, type Match } from './routes.js';

/** Who answers at a place, whatever the method, the headers and the query of a request are. */
export interface Reach {
  /** Of the place: without a slash at its end, which prefixes do not know. */
  readonly path: string;
  /** All matches whose path takes in the place, in order of precedence. */
  readonly candidates: readonly Match[];
  /** Those of them that some request gets to. */
  readonly answering: readonly Match[];
  /** Matches for paths below the place: they answer there instead. */
  readonly deeper: readonly Match[];
  /** Matches by a regular expression of which it is not known which paths they take. */
  readonly unknown: readonly Match[];
}

/** The closed list of `method`. https://gateway-api.sigs.k8s.io/reference/spec/#httpmethod */
export const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
] as const;

/** Finds who answers at a place. A preflight is an OPTIONS request without the headers of the other. */
export function reachOf(matches: readonly Match[], url: UrlRecord): Reach {
  const path = trimSlash(url.pathname);
  const here = matches.filter((match) => isForHost(match, url));
  const candidates = here
    .filter((match) => isPath(match, path))
    .toSorted((a, b) => byPrecedence(a, b, url.hostname));
  const answering = new Set<Match>();
  for (const method of [...METHODS, 'any other'])
    for (const exact of [true, false]) {
      const able = candidates.filter(
        (match) =>
          (match.method === '' || match.method === method) && (exact || match.type !== 'Exact'),
      );
      for (const match of reached(able, url.hostname)) answering.add(match);
    }
  const others = here.filter((match) => !candidates.includes(match));
  return {
    path,
    candidates,
    answering: candidates.filter((match) => answering.has(match)),
    deeper: others.filter(
      ({ type, path: own }) => type !== 'RegularExpression' && isBelow(own, path),
    ),
    unknown: others.filter(({ type }) => type === 'RegularExpression'),
  };
}

/** What a rule with a regular expression answers, and nothing else; all of it where no expression is named. */
export function byPattern(reach: Reach, pattern: string | undefined): Reach {
  if (pattern === undefined) return reach;
  const answering = reach.answering.filter(
    ({ type, path }) => type === 'RegularExpression' && path === pattern,
  );
  return { ...reach, answering, deeper: [], unknown: [] };
}

/** Those before which no other one takes all that they would; between routes it may be unknown which comes first. */
function reached(able: readonly Match[], hostname: string): readonly Match[] {
  return able.filter(
    (match, index) =>
      !able
        .slice(0, index)
        .some(
          (before) =>
            before.type !== 'RegularExpression' &&
            isImplied(before.headers, match.headers) &&
            isImplied(before.query, match.query) &&
            (!isTie(before, match, hostname) || isSettled(before, match)),
        ),
  );
}

/** Whether what meets some conditions meets others, too. */
function isImplied(conditions: readonly Condition[], by: readonly Condition[]): boolean {
  return conditions.every((asked) =>
    by.some(
      ({ name, type, value }) =>
        name === asked.name && type === asked.type && value === asked.value,
    ),
  );
}

/**
 * Matches whose requests have preflights that nobody at the place answers: a
 * preflight has the same URL, the method OPTIONS, and none of the headers.
 */
export function withoutPreflight({ answering }: Reach): readonly Match[] {
  const able = answering.filter(
    ({ method, headers }) => (method === '' || method === 'OPTIONS') && headers.length === 0,
  );
  return answering.filter((match) => !able.some(({ query }) => isImplied(query, match.query)));
}
