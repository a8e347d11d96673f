import type { CredentialsMode, FetchRequest, RequestMode } from '../protocol/index.js';
import type { EngineName } from '../engines/index.js';
import type { Span } from '../targets/index.js';

/** One line of a contract: who may, or may not, do what. Every combination in it is a case. */
export interface Check {
  readonly name: string | null;
  readonly urls: readonly string[];
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Request headers that the page sets. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  readonly credentials: CredentialsMode;
  readonly mode: RequestMode;
  readonly expect: 'allow' | 'deny';
  readonly engines: readonly EngineName[];
  /** Seconds that browsers must at least be let remember the preflight. */
  readonly maxAge: number | null;
  /** Response headers that the page must be able to read, lower-case. */
  readonly exposed: readonly string[];
  /** Where it stands in the contract. */
  readonly span: Span;
}

/** What is expected of an API, as a file says it. */
export interface Contract {
  readonly checks: readonly Check[];
}

/** One request of one page, and what is expected of it. */
export interface ContractCase {
  /** The same in every run of the same contract: `GET https://… from https://…`, with more where that is not enough. */
  readonly id: string;
  readonly check: Check;
  readonly origin: string;
  readonly request: FetchRequest;
}
