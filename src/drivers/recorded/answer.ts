import { nameIs, type NetworkRequest, type NetworkResult } from '../../protocol/index.js';

/** One recorded answer and what it answers. */
export interface RecordedAnswer {
  readonly kind: 'preflight' | 'request';
  /** Null for any. */
  readonly method: string | null;
  /** Without fragment; null for any. */
  readonly url: string | null;
  readonly result: NetworkResult;
}

/** Looks up request-headers by name. */
export function requestHeaders({ headers }: NetworkRequest): (name: string) => string | null {
  return (wanted) => headers.find(([name]) => nameIs(name, wanted))?.[1] ?? null;
}
