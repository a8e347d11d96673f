import { parseUrl } from '../../protocol/index.js';
import { readYaml } from '../support/yaml/read.js';
import type { Reading, Route, Source } from '../target.js';
import { filterOf } from './filter.js';
import { lint } from './lint.js';
import { redirectOf } from './modifiers.js';
import { matchesOf, type Condition, type Match } from './routes.js';
import { simulate } from './simulate.js';

/** The HTTPRoutes of a text: each match is a place that decides about CORS. */
export function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const matches = matchesOf(maps);
  if (matches.length === 0) return { value: null, problems };
  return {
    value: {
      routes: matches.map(routeOf),
      simulate: (request, upstream) => simulate(matches, request, upstream),
    },
    problems: [...problems, ...lint(matches)],
  };
}

function routeOf(match: Match): Route {
  const filter = filterOf(match.rule);
  return {
    hosts: match.hostnames,
    path: match.path,
    policy: filter === null || !filter.isWhole ? null : filter.policy,
    span: filter?.span ?? match.span,
    notes: notesOf(match),
  };
}

function notesOf(match: Match): readonly string[] {
  const { type, method, headers, query, hostnames } = match;
  const url = parseUrl(`https://${hostnames[0]?.replace('*.', 'any.') ?? 'any'}/`);
  const redirect = url === null ? null : redirectOf(match, url);
  const filter = filterOf(match.rule);
  return [
    ...(type === 'PathPrefix' ? [] : [`The path is ${type}.`]),
    ...(method === '' ? [] : [`For ${method} alone.`]),
    ...(headers.length === 0
      ? []
      : [`Only with the headers ${listed(headers)}, which a preflight does not have.`]),
    ...(query.length === 0 ? [] : [`Only with the query parameters ${listed(query)}.`]),
    ...(redirect === null ? [] : [`Answers with a redirect (${redirect.status}).`]),
    ...(filter?.entries.some(({ fault }) => fault === 'hosts') === true
      ? ['Every host of a scheme is allowed, which no policy says.']
      : []),
  ];
}

function listed(conditions: readonly Condition[]): string {
  return conditions
    .map(({ name, type, value }) => `${name} ${type === 'Exact' ? '=' : 'like'} ${value}`)
    .join(', ');
}
