import type { ExchangeMeta } from '../../evidence/index.js';
import type { HeaderList, NetworkRequest, NetworkResult } from '../../protocol/index.js';

/** How the live driver reaches servers. */
export interface LiveOptions {
  /** Accept any certificate (curl's -k). */
  readonly insecure?: boolean;
  /** PEM text of certificates to trust besides Node's own. */
  readonly cacert?: string;
  /** Fixed addresses (curl's --resolve), by `host:port`. */
  readonly resolve?: ReadonlyMap<string, readonly string[]>;
  /** http:// or https:// URL of a proxy, with user and password if it wants them. */
  readonly proxy?: string;
  /** Never negotiate HTTP/2. */
  readonly http1Only?: boolean;
  /** Milliseconds for one network request, from connecting to the last byte wanted. */
  readonly maxTimeMs: number;
  /** Headers sent with every request unless it has its own. */
  readonly extraHeaders?: HeaderList;
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
