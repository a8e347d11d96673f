import { remembering, type FailureCode } from '../protocol/index.js';
import type { Cause, CauseRole, Confidence, ExperimentId } from '../evidence/index.js';
import { RULES, type Problem, type Rule, type RuleContext, type RuleId } from '../rules/index.js';
import { ruleContext, type Observed } from './context.js';

/** What is wrong with one call, in the order in which to mend it. */
export interface Diagnosis {
  readonly causes: readonly Cause<RuleId>[];
  readonly problems: readonly Problem[];
}

const ALL: readonly Rule<RuleId>[] = Object.values(RULES) as unknown as readonly Rule<RuleId>[];

/** The rules that have something to say about these problems, each once, those for the first problem first. */
function rulesFor({ problems }: RuleContext): readonly Rule<RuleId>[] {
  return rulesForCodes(problems.map(({ code }) => code).join(' '));
}

const rulesForCodes = remembering((joined) => {
  const runsFor = (when: FailureCode | 'allowed' | 'always') =>
    ALL.filter(
      (rule) => rule.when === when || (Array.isArray(rule.when) && rule.when.includes(when)),
    );
  const codes = joined === '' ? (['allowed'] as const) : (joined.split(' ') as FailureCode[]);
  return [...new Set([...codes.flatMap((code) => runsFor(code)), ...runsFor('always')])];
}, 256);

/** The experiments that rules ask for, each once, those asked for by more urgent problems first. */
export function wantedExperiments(observed: Observed): readonly ExperimentId[] {
  const context = ruleContext(observed);
  const wanted = new Set<ExperimentId>();
  for (const rule of rulesFor(context)) {
    for (const id of rule.experiments?.(context) ?? [])
      if (!context.experiments.has(id)) wanted.add(id);
  }
  return [...wanted];
}

/** Finds the causes of an outcome and ranks them. Pure: what is to be known must be in `observed`. */
export function diagnose(observed: Observed): Diagnosis {
  const context = ruleContext(observed);
  const causes: Cause<RuleId>[] = [];
  const superseded = new Set<string>();
  for (const rule of rulesFor(context)) {
    const finding = rule.check(context);
    if (!finding) continue;
    const { role = roleOf(rule, context), confidence, side, args, evidence } = finding;
    causes.push({ rule: rule.id, confidence, side, args, evidence, role });
    for (const other of rule.supersedes ?? []) superseded.add(other);
  }
  const kept =
    causes.length > 1 ? rank(causes.filter(({ rule }) => !superseded.has(rule))) : causes;
  return { causes: kept, problems: context.problems };
}

/** `blocks` when one of the rule's codes is the failure itself. */
function roleOf(rule: Rule, context: RuleContext): CauseRole {
  if (typeof rule.when === 'string') return 'advice';
  const { when } = rule;
  return context.problems.find(({ code }) => when.includes(code))?.role ?? 'advice';
}

const ROLE_ORDER: Readonly<Record<CauseRole, number>> = { blocks: 0, 'blocks-next': 1, advice: 2 };
const CONFIDENCE_ORDER: Readonly<Record<Confidence, number>> = {
  certain: 0,
  likely: 1,
  possible: 2,
};

/** What blocks now first, then what will, then advice; within each the surer first. Stable. */
function rank(causes: Cause<RuleId>[]): Cause<RuleId>[] {
  return causes.sort(
    (a, b) =>
      ROLE_ORDER[a.role] - ROLE_ORDER[b.role] ||
      CONFIDENCE_ORDER[a.confidence] - CONFIDENCE_ORDER[b.confidence],
  );
}
