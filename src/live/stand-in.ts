import type { NetworkRequest } from '../protocol/index.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request has no side effects by HTTP's own word: https://httpwg.org/specs/rfc9110.html#safe.methods */
export function isSafe(request: Pick<NetworkRequest, 'method' | 'body'>): boolean {
  return SAFE.has(request.method) && request.body === null;
}

/** Headers that speak of a body that is not sent. */
const OF_BODY = new Set(['content-type', 'content-length', 'content-encoding', 'content-language']);

/** The GET that is sent instead of a request with side effects: same URL, same Origin, same credentials. */
export function standInFor(request: NetworkRequest): NetworkRequest {
  const headers = request.headers.filter(([name]) => !OF_BODY.has(name.toLowerCase()));
  return { ...request, method: 'GET', headers, body: null };
}
