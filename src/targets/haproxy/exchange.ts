import type { Header, NetworkRequest, UrlRecord } from '../../protocol/index.js';
import type { SimulatedHeader } from '../target.js';

/** One request on its way through HAProxy: what rules look at and change. */
export interface Exchange {
  readonly url: UrlRecord;
  readonly method: string;
  headers: Header[];
  path: string;
  /** What `capture` kept, by its place among the captures of the frontend. */
  readonly captures: Map<number, string>;
  readonly variables: Map<string, string>;
  /** null while the request is on its way: afterwards its headers can no longer be read. */
  response: { status: number; headers: SimulatedHeader[] } | null;
}

/** A request as it comes in. */
export function exchangeOf(request: NetworkRequest, url: UrlRecord): Exchange {
  return {
    url,
    method: request.method,
    headers: [['host', url.host], ...request.headers],
    path: url.pathname,
    captures: new Map(),
    variables: new Map(),
    response: null,
  };
}
