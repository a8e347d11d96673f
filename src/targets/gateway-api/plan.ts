import type { YAMLMap } from 'yaml';
import { itemsAt, nodeAt } from '../support/yaml/read.js';
import { isBelow } from './matching.js';
import { byPrecedence } from './precedence.js';
import type { Reach } from './reach.js';
import { nameOf, type Match } from './routes.js';

/** What has to be done to one HTTPRoute so that the place has rules of its own. */
export interface RoutePlan {
  readonly route: YAMLMap;
  /** Rules that answer at the place and nowhere else, by their index: their filter is changed. */
  readonly inPlace: readonly number[];
  /** Rules for the place alone, one for each that answers elsewhere, too. */
  readonly added: readonly AddedRule[];
}

/** A rule for the place that does what another one does there. */
export interface AddedRule {
  readonly from: YAMLMap;
  readonly index: number;
  readonly matches: readonly Record<string, unknown>[];
  /** Matches of the other rule that are for the place alone: they move. */
  readonly moved: readonly Match[];
  /** What the other rule matched; a rule whose filters replace a prefix has one match. */
  readonly prefix: string;
}

/** At most so many rules in an HTTPRoute. https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec */
const MAX_RULES = 16;

/**
 * Which rules to change, and which to add, so that no request gets to another
 * backend than before; sentences where that cannot be done.
 * @param pattern the regular expression whose paths are the place, where it is one
 * @param isWanted whether a rule says already what it is to say
 */
export function planFor(
  all: readonly Match[],
  { path, candidates, answering }: Reach,
  pattern: string | undefined,
  hostname: string,
  isWanted: (rule: YAMLMap) => boolean,
): { readonly plans: readonly RoutePlan[]; readonly reasons: readonly string[] } {
  const isWithin = ({ type, path: own }: Match): boolean =>
    type === 'RegularExpression' ? path === '/' || own === pattern : isBelow(own, path);
  const isOwn = (rule: YAMLMap): boolean =>
    all.filter((match) => match.rule === rule).every(isWithin);
  const rules = [...new Set(answering.map(({ rule }) => rule))];
  const shared = rules.filter((rule) => !isOwn(rule));
  const copied = shared.every(isWanted) ? [] : shared;
  const ofRule = (rule: YAMLMap): readonly Match[] =>
    answering.filter((match) => match.rule === rule);
  const reasons: string[] = [];
  const plans = [...new Set(answering.map(({ route }) => route))].map((route): RoutePlan => {
    const own = (each: YAMLMap): boolean => ofRule(each)[0]?.route === route;
    const added = copied.filter(own).map((rule): AddedRule => {
      const [first] = ofRule(rule);
      return {
        from: rule,
        index: first?.ruleIndex ?? 0,
        matches: unique(ofRule(rule).map((match) => matchFor(match, path, isWithin(match)))),
        moved: ofRule(rule).filter(isWithin),
        prefix: first?.path ?? '/',
      };
    });
    const inPlace = rules
      .filter((rule) => own(rule) && !shared.includes(rule) && !isWanted(rule))
      .flatMap((rule) => ofRule(rule)[0]?.ruleIndex ?? []);
    if (itemsAt(route, 'spec', 'rules').length + added.length > MAX_RULES)
      reasons.push(
        `HTTPRoute ${nameOf(route)} would get more than ${MAX_RULES} rules: move some of them to another HTTPRoute first.`,
      );
    return { route, inPlace, added };
  });
  if (copied.length > 0)
    reasons.push(...whyNotCopied(candidates, answering, plans, path, hostname));
  return {
    plans: plans.filter(({ inPlace, added }) => inPlace.length + added.length > 0),
    reasons,
  };
}

/** A match with the place as its path; all else that it asks for stays. */
function matchFor({ node }: Match, path: string, isWithin: boolean): Record<string, unknown> {
  const { path: own, ...rest } = (node?.toJSON() ?? {}) as Record<string, unknown>;
  return {
    path: isWithin && own !== undefined ? own : { type: 'PathPrefix', value: path },
    ...rest,
  };
}

function unique(list: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] {
  const texts = list.map((each) => JSON.stringify(each));
  return list.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
}

/** The prefix of the place is longer than those of the rules, so their order among themselves could change. */
function whyNotCopied(
  candidates: readonly Match[],
  answering: readonly Match[],
  plans: readonly RoutePlan[],
  path: string,
  hostname: string,
): readonly string[] {
  const regex = answering.find(({ type }) => type === 'RegularExpression');
  if (regex !== undefined)
    return [
      `HTTPRoute ${nameOf(regex.route)} answers at ${path} by the regular expression ${regex.path}, and whether that comes before a prefix is up to the implementation: give the place a PathPrefix rule of its own first.`,
    ];
  if (!isWritable(path))
    return [`${path} cannot be the path of a rule (no "//" and no "%2F"): name a path above it.`];
  const after = candidates.map((match) => {
    const plan = plans.find(({ route }) => route === match.route);
    const place = plan?.added.findIndex(({ from }) => from === match.rule) ?? -1;
    if (plan === undefined || place < 0 || !answering.includes(match)) return match;
    const ruleIndex = itemsAt(nodeAt(match.route, 'spec'), 'rules').length + place;
    return match.type === 'PathPrefix' ? { ...match, path, ruleIndex } : { ...match, ruleIndex };
  });
  for (const [index, first] of after.entries())
    for (const [more, second] of after.slice(index + 1).entries()) {
      const original = candidates[index + 1 + more];
      const isReached = answering.includes(candidates[index] ?? first);
      if (!isReached || original === undefined || !canMeet(first, second)) continue;
      if (byPrecedence(first, second, hostname) > 0)
        return [
          `Rules for ${path} alone would come in another order than those that answer there now (${nameOf(first.route)}, rule ${(candidates[index]?.ruleIndex ?? 0) + 1}, before ${nameOf(second.route)}, rule ${original.ruleIndex + 1}): give the place rules of its own first.`,
        ];
    }
  return [];
}

function canMeet(a: Match, b: Match): boolean {
  return a.method === '' || b.method === '' || a.method === b.method;
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch */
function isWritable(path: string): boolean {
  return (
    /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(path) &&
    !path.includes('//') &&
    !/%2f/i.test(path)
  );
}
