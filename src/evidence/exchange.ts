import type { HeaderList } from '../protocol/index.js';

/** What a driver measured while it got one answer. Times are milliseconds. */
export interface ExchangeMeta {
  readonly httpVersion?: '1.0' | '1.1' | '2';
  readonly remoteAddress?: string;
  readonly tls?: {
    readonly protocol: string;
    readonly authorized: boolean;
    readonly issuer?: string;
  };
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
  /** Everything that was really sent, in order. */
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
