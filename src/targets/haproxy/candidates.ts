import { readAllowedOrigin, writeAllowedOrigin, type AllowedOrigin } from '../../policy/index.js';
import { originsNear, patternOrigin } from '../support/origin-regex.js';
import { alternativesOf } from './condition.js';
import type { Criterion } from './criterion.js';
import { requestHeaderOf } from './expression.js';
import { rulesOf, type Rule, type RuleKind } from './rules.js';
import type { Proxy } from './site.js';

const KINDS: readonly RuleKind[] = [
  'http-request',
  'http-response',
  'http-after-response',
  'redirect',
  'use_backend',
];

/** All rules of some proxies. */
export function allRules(proxies: readonly Proxy[]): readonly Rule[] {
  return proxies.flatMap((proxy) => KINDS.flatMap((kind) => rulesOf(proxy, kind)));
}

/** The criteria of rules that look at the origin, or at what was kept of it. */
export function originCriteria(rules: readonly Rule[]): readonly Criterion[] {
  const criteria = rules.flatMap((rule) =>
    alternativesOf(rule).flatMap((terms) => terms.flatMap((term) => term.criteria)),
  );
  return [...new Set(criteria)].filter(
    ({ expression, method }) =>
      !/^(?:found|bool|int|len)$/.test(method) &&
      (requestHeaderOf(expression) === 'origin' || /^(?:var|capture\.req\.hdr)\(/.test(expression)),
  );
}

/** What of a configuration may be somebody's origin. */
export interface Candidates {
  readonly origins: readonly AllowedOrigin[];
  /** Origins that a pattern lets in which is no allowed origin: if they come through, no policy says it. */
  readonly probes: readonly string[];
}

/** Finds who may be let in: every origin and pattern that the rules name. */
export function candidatesOf(proxies: readonly Proxy[]): Candidates {
  const rules = allRules(proxies);
  const found = new Map<string, AllowedOrigin>();
  const probes = new Set<string>();
  const add = (allowed: AllowedOrigin | null): boolean => {
    if (allowed !== null) found.set(writeAllowedOrigin(allowed), allowed);
    return allowed !== null;
  };
  for (const { args } of rules)
    for (const { value } of args) if (value.includes('://')) add(readAllowedOrigin(value).value);
  for (const criterion of originCriteria(rules))
    for (const { value } of criterion.patterns) {
      if (criterion.method === 'str' && readAllowedOrigin(value).value?.kind !== 'subdomains')
        add(readAllowedOrigin(criterion.ignoreCase ? value.toLowerCase() : value).value);
      else if (criterion.method !== 'reg' || !add(patternOrigin(value)))
        originsNear(value).forEach((each) => probes.add(each));
    }
  return { origins: [...found.values()].filter(({ kind }) => kind !== 'any'), probes: [...probes] };
}
