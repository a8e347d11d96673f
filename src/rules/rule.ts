import type {
  CauseArgs,
  CauseRole,
  Confidence,
  Evidence,
  ExperimentId,
  Side,
} from '../evidence/index.js';
import type { FailureCode } from '../protocol/index.js';
import type { RuleContext } from './context.js';

/** What a rule found: a cause without its rule's name. */
export interface Finding<Args extends CauseArgs> {
  /** Default: from the problem that led to the rule (`blocks` or `blocks-next`), `advice` when there is none. */
  readonly role?: CauseRole;
  readonly confidence: Confidence;
  readonly side: Side;
  readonly args: Args;
  readonly evidence: readonly Evidence[];
}

/**
 * One root cause. A rule judges what was observed and nothing else: it does no
 * I/O, and says nothing for people (that is its file in the reporters' wording).
 */
export interface Rule<Id extends string = string, Args extends CauseArgs = CauseArgs> {
  readonly id: Id;
  /** Runs only when one of these problems is there; `allowed`: when the request was allowed; `always`. */
  readonly when: readonly FailureCode[] | 'allowed' | 'always';
  /** The experiments that would help to tell; asked for before `check` is final. */
  readonly experiments?: (context: RuleContext) => readonly ExperimentId[];
  /** Rules that say less of the same: when this one speaks with the same role, they are left out. */
  readonly supersedes?: readonly string[];
  readonly check: (context: RuleContext) => Finding<Args> | null;
}

/** Gives a rule its types; the id must be the file's name. */
export function defineRule<const Id extends string, Args extends CauseArgs>(
  rule: Rule<Id, Args>,
): Rule<Id, Args> {
  return rule;
}

/** The type of a rule's arguments, for its wording. */
export type ArgsOf<R> = R extends Rule<string, infer Args> ? Args : never;
