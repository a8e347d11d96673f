import type { EngineName } from '../engines/index.js';
import type { Uncovered } from './uncovered.js';
import type { CorsPolicy } from '../policy/index.js';
import type { Emission, Place, Target } from '../targets/index.js';

/** What was tried of an emission, without any network. */
export type PolicyCheck =
  | {
      readonly kind: 'proved';
      /** Calls that the policy allows and that were let through, in each engine. */
      readonly allowed: number;
      /** Calls that it does not, and that were refused. */
      readonly refused: number;
      /** Calls that browsers refuse before they ask anything (mixed content, ports): they try no server. */
      readonly unasked: number;
      readonly engines: readonly EngineName[];
      /** What of the changed configuration this does not cover. */
      readonly uncovered: readonly Uncovered[];
    }
  /** A fault of whycors: what it wrote does not do what it should. */
  | { readonly kind: 'failed'; readonly failures: readonly string[] }
  /** Code: it is written and not read. */
  | { readonly kind: 'not-simulated' };

/** What a target makes of a policy, and what is known of it. */
export interface PolicyResult {
  readonly target: Target;
  readonly policy: CorsPolicy;
  readonly place: Place;
  readonly emission: Emission;
  /** Null where there is nothing to check: the target cannot say it. */
  readonly check: PolicyCheck | null;
  /** The text that the changes are made to; empty for code. */
  readonly before: string;
  /** A unified diff of the user's own file; null where none was given. */
  readonly diff: string | null;
}
