import type { YAMLMap } from 'yaml';
import type { CorsPolicy } from '../../policy/index.js';
import { itemsAt, nodeAt, textAt } from '../support/yaml/read.js';
import { filtersOf } from './filter.js';
import { filterNamed, headerChanges, isCorsHeader } from './modifiers.js';
import type { RoutePlan } from './plan.js';
import { withoutPreflight, type Reach } from './reach.js';
import { hasAnchors, nameOf, type Match } from './routes.js';

/** Why a filter in the rules that answer at a place would not make the policy hold there. */
export function blockers({ answering, ...reach }: Reach, policy: CorsPolicy): readonly string[] {
  const nobody = policy.origins.length === 0;
  const reasons = answering.flatMap(({ route, rule }) => {
    const name = `HTTPRoute ${nameOf(route)}`;
    const found: string[] = [];
    if (hasAnchors(route))
      found.push(
        `${name} uses YAML anchors or aliases, which a change would carry to other places: write them out first.`,
      );
    if (filtersOf(rule).length > 1)
      found.push(
        `A rule of ${name} has several CORS filters, which the API server refuses: leave one of them.`,
      );
    if (
      headerChanges(rule).some((each) => isCorsHeader(each) && !(nobody && each.kind === 'remove'))
    )
      found.push(
        `A ResponseHeaderModifier of ${name} changes Access-Control-* headers of the same answers: take those lines out first.`,
      );
    const refs = itemsAt(rule, 'backendRefs').flatMap((ref) => itemsAt(ref, 'filters'));
    if (refs.some((filter) => textAt(filter, 'type') === 'CORS'))
      found.push(
        `A backendRef of ${name} has a CORS filter of its own: take it out first, the rule is the place for it.`,
      );
    if (!nobody && filterNamed(rule, 'RequestRedirect') !== null)
      found.push(
        `A rule of ${name} answers there with a redirect, and browsers refuse a preflight that is redirected: let pages ask where it leads to.`,
      );
    return found;
  });
  if (!nobody)
    reasons.push(...withoutPreflight({ answering, ...reach }).map((match) => noPreflight(match)));
  return [...new Set(reasons)];
}

function noPreflight({ route, method, headers }: Match): string {
  const rule = `The rule of HTTPRoute ${nameOf(route)} is for`;
  if (method !== '' && method !== 'OPTIONS')
    return `${rule} ${method} alone, so no preflight reaches it: leave the method out of its matches, or add one for OPTIONS.`;
  if (headers.length > 0)
    return `${rule} requests with ${headers.map(({ name }) => name).join(', ')}, which no preflight has, and no other rule answers OPTIONS there: add a rule without headers.`;
  return `${rule} some queries alone, and no rule without them answers there: add one.`;
}

/** Policies of the file that hold for a route by its name, or for a rule by its: a copy would be without them. */
export function unattached(
  maps: readonly YAMLMap[],
  { route, added }: RoutePlan,
  isSplit: boolean,
): readonly string[] {
  const names = added.flatMap(({ from }) => textAt(from, 'name') ?? []);
  return maps.flatMap((map) => {
    const refs = [...itemsAt(map, 'spec', 'targetRefs'), nodeAt(map, 'spec', 'targetRef')].filter(
      (ref) =>
        ref !== null &&
        textAt(ref, 'kind') === 'HTTPRoute' &&
        textAt(ref, 'name') === textAt(route, 'metadata', 'name'),
    );
    const lost = refs.some((ref) => {
      const section = ref === null ? null : textAt(ref, 'sectionName');
      return isSplit || (section !== null && names.includes(section));
    });
    if (!lost) return [];
    const policy = `${textAt(map, 'kind') ?? 'An object'} ${textAt(map, 'metadata', 'name') ?? '?'}`;
    return [
      `${policy} is attached to HTTPRoute ${nameOf(route)} by name, and would not hold for ${isSplit ? 'a route' : 'a rule'} written for the place alone: give the place one first, with what protects it.`,
    ];
  });
}
