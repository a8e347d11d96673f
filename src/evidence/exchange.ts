import type { HeaderList } from '../protocol/index.js';

/** What a driver measured while it got one answer. */
export interface ExchangeMeta {
  readonly httpVersion?: '1.0' | '1.1' | '2';
  /** The server's address; not known behind a proxy. */
  readonly remoteAddress?: string;
  readonly tls?: {
    readonly protocol: string;
    readonly authorized: boolean;
    readonly issuer?: string;
  };
  /**
   * Milliseconds from the start of the request until each step was done, as in
   * curl's --write-out; the first three are missing on a connection used again.
   */
  readonly timings: {
    readonly dns?: number;
    readonly connect?: number;
    readonly tls?: number;
    readonly firstByte?: number;
    readonly total: number;
  };
  /** The start of the body as text, decompressed; reporters escape it. */
  readonly bodyStart?: string;
  readonly bodyTruncated?: boolean;
  /**
   * The headers that were really sent, in order: on HTTP/2 in lower case with
   * the pseudo-headers. Empty when the connection failed before. What a proxy
   * was told for itself is not here.
   */
  readonly sentHeaders: HeaderList;
  /** What the server presented, also where it was refused. */
  readonly certificate?: {
    readonly subject: string;
    readonly issuer: string;
    readonly validFrom: string;
    readonly validTo: string;
    readonly altNames: readonly string[];
  };
}
