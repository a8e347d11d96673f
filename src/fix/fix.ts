import type { Failure } from '../protocol/index.js';
import type { CorsPolicy, Derived, WantedCall } from '../policy/index.js';
import type { Emission, Source, Target } from '../targets/index.js';
import type { EngineName } from '../engines/index.js';
import type { Blame } from './blame.js';
import type { Guess } from './guess.js';
import type { Uncovered } from './uncovered.js';

/** What is to be fixed and with what. */
export interface FixQuestion {
  readonly call: WantedCall;
  readonly target: Target;
  readonly guess: Guess | null;
  /** The user's configuration; without it a small one of ours is changed. */
  readonly config: Source | null;
}

/**
 * `allowed`: read back and simulated, every engine lets the call through.
 * `not-simulated`: the target is code, which is not read.
 * `refused`: the simulation still refuses: never to be written.
 */
export type FixCheck = 'allowed' | 'refused' | 'not-simulated';

/** A change for a call, and how far it was checked. */
export interface Fix {
  readonly target: Target;
  readonly guess: Guess | null;
  /** The least policy for the call. */
  readonly derived: Derived;
  /** The policy that is emitted: with a configuration of the user's, what that allows already and the least policy. */
  readonly policy: CorsPolicy;
  /** What of the user's policy had to give way. */
  readonly gaveWay: readonly string[];
  readonly emission: Emission;
  /** The configuration that was changed, ours or the user's; null for code. */
  readonly before: Source | null;
  /** The text after the change; null when there is none. */
  readonly after: string | null;
  /** The change of the user's own file as a unified diff; null where nothing of theirs changes. */
  readonly diff: string | null;
  readonly check: FixCheck | null;
  /** What of the changed configuration the check does not cover; none where nothing was simulated. */
  readonly uncovered: readonly Uncovered[];
  /** Why a simulated engine still refuses the call after the change; null where none does. */
  readonly refusal: Failure | null;
  /** The engines that were asked: those that refuse the call for CORS or let it through, whatever a server says otherwise. */
  readonly engines: readonly EngineName[];
  /** What of the user's configuration causes what the browser saw; none without one. */
  readonly blame: readonly Blame[];
  /** Path of the place at which the policy is put. */
  readonly path: string;
}
