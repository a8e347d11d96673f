import type { Header, NetworkRequest } from '../../protocol/index.js';
import type { SimulatedHeader, SimulatedResponse } from '../target.js';

/** A request that a simulation is asked with to see what a place answers. */
export function askedRequest(
  url: string,
  method: string,
  headers: readonly Header[] = [],
): NetworkRequest {
  return {
    kind: 'request',
    url,
    method,
    headers,
    body: null,
    credentials: false,
    redirectCount: 0,
  };
}

/** The lines of a header (lower-case) in an answer. */
export function valuesOf({ headers }: SimulatedResponse, name: string): readonly SimulatedHeader[] {
  return headers.filter((header) => header.name.toLowerCase() === name);
}
