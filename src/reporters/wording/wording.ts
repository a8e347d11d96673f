import type { CauseArgs } from '../../evidence/index.js';
import type { ArgsOf } from '../../rules/index.js';

/** The words for one rule. Plain text; `code` marks are backticks, which each reporter shows in its own way. */
export interface RuleWording<Rule> {
  /** A heading of at most 60 characters, sentence case, no full stop. */
  readonly title: string;
  /** The cause in one sentence, with what was really seen in it. */
  readonly cause: (args: ArgsOf<Rule>) => string;
  /** What to change, one step an item, each a whole sentence in the imperative. */
  readonly change: (args: ArgsOf<Rule>) => readonly string[];
}

/** The words of any rule, for code that has a Cause and so no static type of its arguments. */
export interface AnyWording {
  readonly title: string;
  readonly cause: (args: never) => string;
  readonly change: (args: never) => readonly string[];
}

/** The words applied to a cause. */
export interface CauseWords {
  readonly title: string;
  readonly cause: string;
  readonly change: readonly string[];
}

/** Applies a rule's words to the arguments that the same rule gave. */
export function applyWording(wording: AnyWording, args: CauseArgs): CauseWords {
  // The arguments come from the rule whose words these are: the generated index pairs them.
  const typed = args as never;
  return { title: wording.title, cause: wording.cause(typed), change: wording.change(typed) };
}

/** "a", "a and b", "a, b and c". */
export function listOf(items: readonly string[], conjunction = 'and'): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items[items.length - 1]}`;
}

/** A value in code marks. */
export function code(value: string): string {
  return `\`${value}\``;
}
