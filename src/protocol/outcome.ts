import type { Failure } from './failure.js';
import type { HeaderList } from './headers/list.js';
import type { NetworkRequest, NetworkResult } from './network.js';
import type { Trace } from './trace.js';

/** https://fetch.spec.whatwg.org/#concept-response-type, of the responses a page can get. */
export type ResponseType = 'basic' | 'cors' | 'opaque' | 'opaqueredirect';

/** What the page gets to see. */
export interface FilteredResponse {
  readonly type: ResponseType;
  /** 0 for opaque and opaque-redirect. */
  readonly status: number;
  readonly redirected: boolean;
  /** Last of the URL list, without fragment; empty for opaque. */
  readonly url: string;
  /** Names the page can read: lower-case, sorted, each once. */
  readonly headers: readonly string[];
  /** Names that the response had and the page cannot read, lower-case, sorted, each once. */
  readonly hidden: readonly string[];
}

/** One network request and what came back. */
export interface Exchange {
  readonly request: NetworkRequest;
  readonly result: NetworkResult;
}

/** The end of a fetch: allowed with a response, or blocked with a failure. */
export interface Outcome {
  readonly verdict: 'allowed' | 'blocked';
  readonly response: FilteredResponse | null;
  readonly failure: Failure | null;
  readonly trace: Trace;
  readonly exchanges: readonly Exchange[];
}

/** The headers of an exchange's response; none when the network failed. */
export function responseHeaders(exchange: Exchange | undefined): HeaderList {
  return exchange && 'headers' in exchange.result ? exchange.result.headers : [];
}
