import { alternativesOf, type Term } from './condition.js';
import type { Criterion } from './criterion.js';
import { fetchOf, requestHeaderOf } from './expression.js';
import { rulesOf, type Rule } from './rules.js';
import type { Proxy } from './site.js';

/** A host and a path prefix that a frontend tells apart; an empty host is any. */
export interface FrontPlace {
  readonly host: string;
  readonly path: string;
  /** Whether the path is compared letter by letter: `/v1` is also the place of `/v10`. */
  readonly loose: boolean;
}

/** Whatever comes to a frontend. */
export const EVERYWHERE: FrontPlace = { host: '', path: '/', loose: false };

/** The hosts that a criterion names, null where it is about something else. */
function hostsOf({ expression, method, patterns }: Criterion): readonly string[] | null {
  if (requestHeaderOf(expression) !== 'host') return null;
  return patterns.flatMap(({ value }) => {
    if (method === 'str') return [value.toLowerCase().replace(/:\d+$/, '')];
    const own = /^\^([\w.\\-]+)(?:\(:\[0-9\]\+\)\?)?\$$/.exec(value);
    return method === 'reg' && own?.[1] !== undefined ? [own[1].replaceAll('\\', '')] : [];
  });
}

/** The paths that a criterion names, null where it is about something else. */
function pathsOf({
  expression,
  method,
  patterns,
}: Criterion): readonly Omit<FrontPlace, 'host'>[] | null {
  if (fetchOf(expression) !== 'path') return null;
  if (method !== 'beg' && method !== 'str') return [];
  return patterns
    .filter(({ value }) => value.startsWith('/'))
    .map(({ value }) => ({
      path: value.length > 1 ? value.replace(/\/$/, '') : value,
      loose: method === 'beg' && !value.endsWith('/'),
    }));
}

/** The places that the terms of one alternative name. */
function placesOf(terms: readonly Term[]): readonly FrontPlace[] {
  let hosts: readonly string[] = [''];
  let paths: readonly Omit<FrontPlace, 'host'>[] = [{ path: '/', loose: false }];
  for (const { negated, criteria } of terms) {
    if (negated) continue;
    const found = criteria.map(hostsOf);
    if (found.length > 0 && found.every((each) => each !== null)) hosts = found.flat();
    const below = criteria.map(pathsOf);
    if (below.length > 0 && below.every((each) => each !== null)) paths = below.flat();
  }
  return hosts.flatMap((host) => paths.map((path) => ({ host, ...path })));
}

/** The places of a rule. */
export function placesOfRule(rule: Rule): readonly FrontPlace[] {
  return rule.condition?.unless === true ? [EVERYWHERE] : alternativesOf(rule).flatMap(placesOf);
}

/** The most places of a frontend that are looked at: more is a list that nobody reads. */
const MOST = 200;

/** All places that a frontend tells apart, each once. */
export function placesOfFrontend(frontend: Proxy): readonly FrontPlace[] {
  const rules = (['http-request', 'redirect', 'use_backend'] as const).flatMap((kind) =>
    rulesOf(frontend, kind),
  );
  const places = [EVERYWHERE, ...rules.flatMap(placesOfRule)];
  const all = new Map(places.map((place) => [`${place.host} ${place.path}`, place]));
  return [...all.values()].slice(0, MOST);
}
