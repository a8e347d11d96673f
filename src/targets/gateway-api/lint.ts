import type { YAMLMap } from 'yaml';
import { readAllowedOrigin, writeAllowedOrigin } from '../../policy/index.js';
import type { ConfigProblem } from '../target.js';
import { filtersOf, type CorsFilter } from './filter.js';
import { headerChanges, isCorsHeader, placeOf } from './modifiers.js';
import { regexOf } from './matching.js';
import { isSettled } from './precedence.js';
import { hasAnchors, nameOf, type Match } from './routes.js';
import { spanOf } from '../support/yaml/read.js';

/** What is wrong with CORS in HTTPRoutes. */
export function lint(matches: readonly Match[]): readonly ConfigProblem[] {
  const rules = [...new Set(matches.map(({ rule }) => rule))];
  const routes = [...new Set(matches.map(({ route }) => route))];
  return [
    ...rules.flatMap(lintRule),
    ...matches.flatMap(lintMatch),
    ...matches.flatMap((match, index) => lintTie(match, matches.slice(0, index))),
    ...routes.filter(hasAnchors).map((route): ConfigProblem => ({
      rule: 'yaml-alias-not-followed',
      severity: 'note',
      span: spanOf(route),
      message: 'YAML aliases in this HTTPRoute are not followed: what they stand for is not seen.',
    })),
  ];
}

function lintRule(rule: YAMLMap): readonly ConfigProblem[] {
  const filters = filtersOf(rule);
  const [first, second] = filters;
  const problems = filters.flatMap(lintFilter);
  if (second !== undefined)
    problems.push({
      rule: 'cors-filter-repeated',
      severity: 'error',
      span: second.span,
      message: 'A rule has one CORS filter at most. Leave one of them.',
    });
  if (first !== undefined && placeOf(rule, 'RequestRedirect') >= 0)
    problems.push({
      rule: 'redirect-with-cors',
      severity: 'warning',
      span: first.span,
      message:
        'This rule redirects: an implementation that takes that filter first redirects the preflight, which browsers refuse. Let pages ask where it leads to.',
    });
  for (const change of headerChanges(rule))
    if (isCorsHeader(change) && change.kind !== 'remove')
      problems.push({
        rule: first === undefined ? 'cors-by-header-modifier' : 'two-layers',
        severity: 'warning',
        span: change.span,
        message:
          first === undefined
            ? `${change.name} is sent to every page and answers no preflight. Use a filter of type CORS.`
            : `${change.name} is also decided by the CORS filter of this rule. Leave it to the filter.`,
      });
  return problems;
}

/** What is wrong with a filter. */
function lintFilter({ policy, entries, span }: CorsFilter): ConfigProblem[] {
  const problems = entries.flatMap((entry): ConfigProblem[] => {
    if (entry.fault !== 'refused' && entry.fault !== 'never') return [];
    const { repaired } = readAllowedOrigin(entry.text);
    const meant = repaired === null ? '' : ` Write ${writeAllowedOrigin(repaired)}.`;
    const refused = entry.fault === 'refused';
    return [
      {
        rule: refused ? 'allow-origin-not-valid' : 'allow-origin-never-sent',
        severity: refused ? 'error' : 'warning',
        span: entry.span,
        message: refused
          ? `"${entry.text}" is not valid here, and the API server refuses the object.${meant}`
          : `No browser sends "${entry.text}" as an origin.${meant}`,
      },
    ];
  });
  const any = entries.find(({ allowed, fault }) => allowed?.kind === 'any' || fault === 'hosts');
  if (policy.credentials && any !== undefined)
    problems.push({
      rule: 'any-origin-with-credentials',
      severity: 'error',
      span,
      message:
        'Every origin is echoed, with credentials: every page of the web can act as the user. Name the origins in allowOrigins.',
    });
  if (entries.length > 1 && entries.some(({ text }) => text === '*'))
    problems.push({
      rule: 'wildcard-not-alone',
      severity: 'error',
      span,
      message:
        '"*" stands alone in allowOrigins, or the API server refuses the object. Leave it, or the others.',
    });
  return problems;
}

function lintMatch({ type, path, headers, query, span }: Match): readonly ConfigProblem[] {
  const patterns = [
    ...(type === 'RegularExpression' ? [path] : []),
    ...[...headers, ...query].flatMap((each) =>
      each.type === 'RegularExpression' ? [each.value] : [],
    ),
  ];
  return patterns
    .filter((pattern) => regexOf(pattern) === null)
    .map((pattern) => ({
      rule: 'regular-expression-not-followed',
      severity: 'note',
      span,
      message: `"${pattern}" is of a dialect that is not followed here: it is taken to match nothing.`,
    }));
}

/** Two routes that match the same requests: the older one answers, and files do not say which that is. */
function lintTie(match: Match, before: readonly Match[]): readonly ConfigProblem[] {
  const first = before.find((each) => isSameMatch(each, match) && !isSettled(each, match));
  if (first === undefined) return [];
  return [
    {
      rule: 'tie-between-routes',
      severity: 'note',
      span: match.span,
      message: `HTTPRoute ${nameOf(first.route)} matches the same requests: the older of the two answers, which is not in this file; here the first by name is taken. Give the requests one rule.`,
    },
  ];
}

function isSameMatch(a: Match, b: Match): boolean {
  const asked = ({ type, path, method, headers, query }: Match): string =>
    JSON.stringify([type, path, method, headers, query]);
  const isSameHost =
    a.hostnames.length + b.hostnames.length === 0 ||
    a.hostnames.some((name) => b.hostnames.includes(name));
  const isSameScheme =
    a.schemes === null || b.schemes === null || a.schemes.some((each) => b.schemes?.includes(each));
  return a.route !== b.route && isSameHost && isSameScheme && asked(a) === asked(b);
}
