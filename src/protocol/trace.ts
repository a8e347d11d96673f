import type { FailureCode } from './failure.js';
import type { StepId } from './steps.js';

/** What a decision that did not fail was. Wording for people lives in the reporters. */
export type NoteCode =
  | 'method-normalized'
  | 'header-forbidden'
  | 'header-not-no-cors-safelisted'
  | 'content-type-from-body'
  | 'content-type-charset-rewritten'
  | 'response-tainting-basic'
  | 'response-tainting-opaque'
  | 'response-tainting-cors'
  | 'preflight-needed'
  | 'preflight-not-needed'
  | 'preflight-cached'
  | 'preflight-status-ok'
  | 'method-allowed'
  | 'headers-allowed'
  | 'max-age'
  | 'preflight-cache-cleared'
  | 'origin-sent'
  | 'origin-tainted'
  | 'credentials-included'
  | 'credentials-not-included'
  | 'allow-origin-matches'
  | 'allow-origin-wildcard'
  | 'allow-credentials-true'
  | 'cors-check-not-needed'
  | 'redirect-followed'
  | 'redirect-without-location'
  | 'redirect-manual'
  | 'redirect-method-changed'
  | 'redirect-authorization-removed'
  | 'response-filtered';

export type TraceCode = NoteCode | FailureCode;

export type TraceValue = string | number | boolean | null | readonly string[];

/** One decision: which algorithm took it, about which network request, what it was. */
export interface TraceEntry {
  readonly step: StepId;
  readonly code: TraceCode;
  readonly result: 'pass' | 'fail' | 'note';
  /** Index of the network request that the decision is about or comes just before; 0 is the first. */
  readonly exchange: number;
  readonly data?: Readonly<Record<string, TraceValue>>;
}

/** What was decided, in order. */
export type Trace = readonly TraceEntry[];
