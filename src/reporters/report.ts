import type { EngineName } from '../engines/index.js';
import type { Cause, ExperimentId, Observation } from '../evidence/index.js';
import type { FetchRequest, Outcome } from '../protocol/index.js';
import type { Problem, RuleId } from '../rules/index.js';
import type { Fix } from '../fix/index.js';
import type { Verification } from './verification.js';

/** How one engine ends the same call. */
export interface EngineResult {
  readonly engine: EngineName;
  readonly outcome: Outcome;
  readonly console: readonly string[];
  readonly failureName: string | null;
}

/**
 * `unknown`: what decides was not asked for, because asking has side effects and
 * the user did not say --send.
 */
export type Verdict = 'allowed' | 'blocked' | 'unknown';

/** A request that was asked for and answered besides those of the browser. */
export interface ExperimentResult {
  readonly id: ExperimentId;
  readonly seen: Observation;
}

/** Something that was not seen, and how to see it. */
export interface NotSeen {
  readonly what: string;
  readonly how: string;
}

/** What came of --fix: a change, or why there is none. */
export type FixResult =
  | {
      readonly kind: 'fix';
      readonly fix: Fix;
      /** Titles of other targets that the answers speak for. */ readonly others: readonly string[];
    }
  | { readonly kind: 'none'; readonly why: string };

/** One diagnosis, ready to be told. */
export interface Report {
  readonly request: FetchRequest;
  readonly origin: string;
  /** What was assumed or changed on the way in. */
  readonly notes: readonly string[];
  readonly verdict: Verdict;
  /** The engine that the report tells of. */
  readonly main: EngineResult;
  /** All engines that were asked, the main one among them. */
  readonly engines: readonly EngineResult[];
  readonly exchanges: readonly Observation[];
  /** Index of the exchange that stands in for a request that was not sent: GET instead of, say, PUT. */
  readonly standIn: number | null;
  readonly causes: readonly Cause<RuleId>[];
  readonly problems: readonly Problem[];
  readonly experiments: readonly ExperimentResult[];
  readonly notSeen: readonly NotSeen[];
  readonly exitCode: number;
  /** The change to make, where the user asked for it. */
  readonly fix?: FixResult;
  /** What real browsers did, where the user asked for that. */
  readonly verification?: {
    readonly results: readonly Verification[];
    /** Where the scenario of a disagreement is kept, or null. */
    readonly file: string | null;
  };
}
