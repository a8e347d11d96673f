import type { NetworkRequest, NetworkResult } from '../protocol/index.js';
import type { ExchangeMeta } from './exchange.js';
import type { ExperimentId } from './experiment.js';

/** One network request, what came back, and what the driver measured on the way. */
export interface Observation {
  readonly request: NetworkRequest;
  readonly result: NetworkResult;
  readonly meta?: ExchangeMeta;
}

/** Where an observation stands: the nth exchange of the run, or an experiment. */
export type ExchangeRef = number | ExperimentId;

/** One fact that a cause rests on, each pointing at what was received. */
export type Evidence =
  | { readonly kind: 'status'; readonly exchange: ExchangeRef; readonly status: number }
  | {
      readonly kind: 'header';
      readonly exchange: ExchangeRef;
      readonly name: string;
      readonly value: string;
    }
  | { readonly kind: 'no-header'; readonly exchange: ExchangeRef; readonly name: string }
  | {
      readonly kind: 'request-header';
      readonly exchange: ExchangeRef;
      readonly name: string;
      readonly value: string;
    }
  | { readonly kind: 'body'; readonly exchange: ExchangeRef; readonly text: string }
  | {
      readonly kind: 'network';
      readonly exchange: ExchangeRef;
      readonly error: string;
      readonly detail: string;
    }
  | { readonly kind: 'page'; readonly what: string; readonly value: string };

/** `certain`: the evidence leaves no other reading. `likely`: another is possible but unusual. `possible`: worth a look. */
export type Confidence = 'certain' | 'likely' | 'possible';

/** Who has to change something. */
export type Side = 'server' | 'proxy' | 'page' | 'network' | 'browser';

/**
 * `blocks`: why this call is refused. `blocks-next`: would refuse it once that is
 * mended. `advice`: refuses nothing.
 */
export type CauseRole = 'blocks' | 'blocks-next' | 'advice';

/** What a rule saw, for the words about it. */
export type CauseValue = string | number | boolean | null | readonly string[];
/** What a rule saw, by name. */
export type CauseArgs = Readonly<Record<string, CauseValue>>;

/** A cause that a rule found. The words for it live in the reporters. */
export interface Cause<Rule extends string = string> {
  readonly rule: Rule;
  readonly role: CauseRole;
  readonly confidence: Confidence;
  readonly side: Side;
  readonly args: CauseArgs;
  readonly evidence: readonly Evidence[];
}
