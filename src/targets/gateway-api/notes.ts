import type { YAMLMap } from 'yaml';
import { textAt } from '../support/yaml/read.js';
import type { Place } from '../target.js';
import type { RoutePlan } from './plan.js';
import { isSettled, isTie } from './precedence.js';
import type { Reach } from './reach.js';
import { nameOf, type Match } from './routes.js';

/** What the policy does not reach, by name: longer paths have rules of their own. */
export function unreached(
  { answering, deeper, unknown }: Reach,
  isWanted: (rule: YAMLMap) => boolean,
  changed: ReadonlySet<YAMLMap>,
): readonly string[] {
  const others = (list: readonly Match[]): readonly string[] => [
    ...new Set(
      list
        .filter(({ rule }) => !changed.has(rule) && !isWanted(rule))
        .filter((match) => !answering.includes(match))
        .map((match) => `${match.path} (${match.type}, HTTPRoute ${nameOf(match.route)})`),
    ),
  ];
  const [below, regex] = [others(deeper), others(unknown)];
  return [
    ...(below.length === 0
      ? []
      : [
          `Rules for longer paths answer some of these requests and do not get the policy: ${below.join(', ')}.`,
        ]),
    ...(regex.length === 0
      ? []
      : [
          `Rules by regular expression may answer some of these requests and do not get the policy: ${regex.join(', ')}.`,
        ]),
  ];
}

/** Routes of which only the cluster knows the older one. */
export function ties({ answering }: Reach, hostname: string): readonly string[] {
  for (const [index, first] of answering.entries())
    for (const second of answering.slice(index + 1))
      if (isTie(first, second, hostname) && !isSettled(first, second))
        return [
          `HTTPRoutes ${nameOf(first.route)} and ${nameOf(second.route)} match the same requests, and the older one answers, which this file does not tell: both have the policy.`,
        ];
  return [];
}

/** What else to know of a change. */
export function notesOn(
  plans: readonly RoutePlan[],
  splits: readonly RoutePlan[],
  { path }: Place,
): readonly string[] {
  const named = plans.flatMap(({ added }) =>
    added.flatMap(({ from }) => textAt(from, 'name') ?? []),
  );
  return [
    'The specification does not ask for Vary: Origin; many implementations send none: keep shared caches away from these answers.',
    ...(path.length > 1 && path.endsWith('/') && plans.some(({ added }) => added.length > 0)
      ? [`A prefix goes by path elements: ${path} also takes ${path.replace(/\/+$/, '')}.`]
      : []),
    ...(named.length > 0
      ? [
          `The rules for the place have no name: what is attached to ${named.join(', ')} by sectionName, in other files, does not hold for them.`,
        ]
      : []),
    ...splits.map(
      ({ route }) =>
        `HTTPRoute ${nameOf(route)} is for other hosts, too, so the host gets a route of its own: what is attached to the other by name (targetRefs), in other files, has to name the new one, too.`,
    ),
  ];
}
