import type { ExchangeRef, ExperimentId, Observation } from '../evidence/index.js';
import type {
  FailureCode,
  FailureDetails,
  FetchRequest,
  HeaderList,
  Outcome,
  PreflightNeeds,
} from '../protocol/index.js';

/** Something that refuses the request now, or would once what comes before it is mended. */
export interface Problem {
  readonly code: FailureCode;
  readonly role: 'blocks' | 'blocks-next';
  readonly details: FailureDetails;
  /** The exchange whose response shows it. */
  readonly exchange: ExchangeRef;
}

/** All that a rule may look at. */
export interface RuleContext {
  readonly request: FetchRequest;
  /** The page's serialized origin. */
  readonly origin: string;
  readonly outcome: Outcome;
  readonly exchanges: readonly Observation[];
  /** The failure first, then all else that would refuse the request. */
  readonly problems: readonly Problem[];
  /** The last preflight that was sent, and what it had to allow. */
  readonly preflight: {
    readonly index: number;
    readonly seen: Observation;
    readonly needs: PreflightNeeds;
  } | null;
  /** The last exchange that was no preflight. */
  readonly response: { readonly index: number; readonly seen: Observation } | null;
  /** The experiments made so far; none where there is no live server. */
  readonly experiments: ReadonlyMap<ExperimentId, Observation>;
}

/** The first problem with one of these codes. */
export function problemOf(
  context: RuleContext,
  codes: readonly FailureCode[],
): Problem | undefined {
  return context.problems.find((problem) => codes.includes(problem.code));
}

/** The observation that a reference names. */
export function observed(context: RuleContext, ref: ExchangeRef): Observation | undefined {
  return typeof ref === 'number' ? context.exchanges[ref] : context.experiments.get(ref);
}

/** The response headers of an exchange or experiment; none when it is missing or failed. */
export function headersOf(context: RuleContext, ref: ExchangeRef): HeaderList {
  const result = observed(context, ref)?.result;
  return result && 'headers' in result ? result.headers : [];
}

/** The status of an exchange or experiment, or null. */
export function statusOf(context: RuleContext, ref: ExchangeRef): number | null {
  const result = observed(context, ref)?.result;
  return result && 'status' in result ? result.status : null;
}
