import type { Client } from './client.js';
import type { Failure } from './failure.js';
import { mainFetch } from './main-fetch.js';
import type { NetworkRequest, NetworkResult } from './network.js';
import { isFailure } from './network-fetch.js';
import type { Outcome } from './outcome.js';
import { constructRequest } from './request-constructor.js';
import { preflightQuery } from './preflight/fetch.js';
import type { FetchRequest } from './request.js';
import { RequestState } from './state.js';

/**
 * The CORS protocol as a generator that does no I/O: it yields each network
 * request that the browser would send and is resumed with what came back.
 * https://fetch.spec.whatwg.org/#fetching
 *
 * @param asked what the page asks for
 * @param client the page and the browser around it; its preflight cache and
 *   cookies are changed, so handing the same client on makes the next request
 *   of the same page
 * @returns the outcome; never throws for anything a server or a page can do
 */
export function* corsFetch(
  asked: FetchRequest,
  client: Client,
): Generator<NetworkRequest, Outcome, NetworkResult> {
  const state = new RequestState(asked, client);
  const end = constructRequest(state, asked, client) ?? (yield* mainFetch(state, client));
  if (isFailure(end) && state.urlList.length > 0) tellPreflightCache(state, client, end);
  const { trace, exchanges } = state;
  return isFailure(end)
    ? { verdict: 'blocked', response: null, failure: end, trace, exchanges }
    : { verdict: 'allowed', response: end, failure: null, trace, exchanges };
}

/**
 * https://fetch.spec.whatwg.org/#concept-main-fetch, "If corsWithPreflightResponse
 * is a network error, then clear cache entries": the recursion of redirects makes
 * this a step for the whole chain once any of its hops called for a preflight.
 */
function tellPreflightCache(state: RequestState, client: Client, failure: Failure): void {
  client.preflightCache.failed(preflightQuery(state, client), failure, state.preflighted);
  if (state.preflighted) state.noteLast('cors-preflight-cache', 'preflight-cache-cleared', 'note');
}
