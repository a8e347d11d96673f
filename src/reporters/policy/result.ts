import type { PolicyResult } from '../../fix/index.js';

/** One place of a configuration carried over to another target. */
export interface Translation {
  /** The place as the configuration has it, with the line that says so. */
  readonly from: string;
  /** What gets lost, a sentence each. */
  readonly lost: readonly string[];
  /** Null where there is nothing that could be carried over. */
  readonly result: PolicyResult | null;
}
