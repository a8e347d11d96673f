import type { ExchangeMeta } from '../../evidence/index.js';
import type { HeaderList, NetworkRequest, NetworkResult } from '../../protocol/index.js';
import type { ResolveTable } from './resolve.js';

/** How the live driver reaches servers. */
export interface LiveOptions {
  /** Accept any certificate (curl's -k). */
  readonly insecure?: boolean;
  /** PEM text of certificates to trust besides Node's own. */
  readonly cacert?: string;
  /** Fixed addresses (curl's --resolve), by `host:port`; see readResolve. */
  readonly resolve?: ResolveTable;
  /** http:// or https:// URL of a proxy, with user and password if it wants them; see readProxy. */
  readonly proxy?: string;
  /** Never negotiate HTTP/2. */
  readonly http1Only?: boolean;
  /** Milliseconds for everything that this driver sends, from its first request on. */
  readonly maxTimeMs: number;
  /** Whether the milliseconds are each request's own. */
  readonly maxTimeEach?: boolean;
  /** Headers sent with every request unless it has its own. */
  readonly extraHeaders?: HeaderList;
  /** Stops the request under way; `send` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What came back for one network request, and what was measured. */
export interface LiveExchange {
  readonly result: NetworkResult;
  readonly meta: ExchangeMeta;
}

export interface LiveDriver {
  /** Sends one request; a network that fails is a result, never an exception. */
  send(request: NetworkRequest): Promise<LiveExchange>;
  /** Closes every connection. */
  close(): void;
}
