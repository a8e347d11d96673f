import type { YAMLMap } from 'yaml';
import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { parseUrl, type UrlRecord } from '../../protocol/index.js';
import { readYaml } from '../support/yaml/read.js';
import type { Change, Emission, Place, Source } from '../target.js';
import { blockers, unattached } from './blockers.js';
import { editsFor } from './edit.js';
import { filtersOf } from './filter.js';
import { notesOn, ties, unreached } from './notes.js';
import { planFor, type RoutePlan } from './plan.js';
import { byPattern, reachOf } from './reach.js';
import { matchesOf, nameOf } from './routes.js';
import { cannotSay } from './say.js';
import { isForHostAlone, splitEdits, whyNotSplit } from './split.js';

const RELOAD =
  'kubectl apply -f the file; the implementation has to support HTTPRouteCORS (Gateway API v1.5).';

/**
 * The CORS filter of every rule that answers requests or preflights at the place,
 * and nowhere else: a rule that answers other paths, or a route for other hosts,
 * is left as it is there, and the place gets its own that do the same.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const { maps } = readYaml(existing);
  const matches = matchesOf(maps);
  const url = parseUrl(place.origin + place.path);
  const reach = url === null ? null : byPattern(reachOf(matches, url), place.pattern);
  const reasons = cannotSay(policy);
  if (url === null || reach === null || reach.answering.length === 0) {
    reasons.push(`No HTTPRoute of ${existing.file} answers at ${place.origin}${place.path}.`);
    return { kind: 'cannot', reasons };
  }
  reasons.push(...blockers(reach, policy));
  const isWanted = (rule: YAMLMap): boolean => says(rule, policy);
  const { plans, reasons: unplanned } = planFor(
    matches,
    reach,
    place.pattern,
    url.hostname,
    isWanted,
  );
  const splits = plans.filter(({ route }) => !isForHostAlone(route, url.hostname));
  reasons.push(
    ...unplanned,
    ...splits.flatMap(({ route }) => whyNotSplit(route, matches, url)),
    ...plans.flatMap((plan) => unattached(maps, plan, splits.includes(plan))),
  );
  if (reasons.length > 0) return { kind: 'cannot', reasons: [...new Set(reasons)] };
  const changed = new Set(
    reach.answering.flatMap(({ rule }) => (isInPlace(plans, rule) ? rule : [])),
  );
  const notes = [...unreached(reach, isWanted, changed), ...ties(reach, url.hostname)];
  const changes = plans.flatMap((plan) =>
    changesFor(policy, reach.path, url, existing.text, maps, plan),
  );
  if (changes.length > 0) notes.unshift(...notesOn(plans, splits, place));
  return { kind: 'change', changes, reload: RELOAD, notes };
}

/** Whether a rule says a policy already. */
function says(rule: YAMLMap, policy: CorsPolicy): boolean {
  const filters = filtersOf(rule);
  if (policy.origins.length === 0) return filters.length === 0;
  return (
    filters.length === 1 &&
    filters.every((each) => each.isWhole && isEquivalent(each.policy, policy))
  );
}

function isInPlace(plans: readonly RoutePlan[], rule: YAMLMap): boolean {
  return plans.some(({ route, inPlace }) =>
    inPlace.some((index) => route.getIn(['spec', 'rules', index], true) === rule),
  );
}

function changesFor(
  policy: CorsPolicy,
  path: string,
  url: UrlRecord,
  text: string,
  maps: readonly YAMLMap[],
  plan: RoutePlan,
): readonly Change[] {
  const { hostname } = url;
  const edits = isForHostAlone(plan.route, hostname)
    ? editsFor(text, plan, policy, path).map((edit) => ({
        where: `spec.rules of HTTPRoute ${nameOf(plan.route)}`,
        edit,
      }))
    : splitEdits(text, maps, plan, policy, path, hostname);
  return edits
    .map(({ where, edit }) => ({ where, ...edit }))
    .toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}
