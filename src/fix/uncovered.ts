import { positionAt } from '../targets/support/position.js';
import type { ConfigProblem, Source } from '../targets/target.js';

/** Something of a configuration that may decide about the call and that no simulation covers. */
export interface Uncovered {
  readonly line: number;
  /** A sentence or two. */
  readonly message: string;
}

/** How targets call what they have met and could not follow: `not-simulated`, `include-not-read`, … */
const NOT_FOLLOWED = /(?:^|-)not-(?:simulated|read|followed|known)$/;

/** What a check of a configuration leaves out, in the order of the text. */
export function uncovered(
  { text }: Source,
  problems: readonly ConfigProblem[],
): readonly Uncovered[] {
  return problems
    .filter(({ severity, rule }) => severity === 'note' && NOT_FOLLOWED.test(rule))
    .toSorted((a, b) => a.span.start - b.span.start)
    .map(({ span, message }) => ({ line: positionAt(text, span.start).line, message }));
}
