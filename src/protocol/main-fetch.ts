import { isBadPort } from './checks/bad-port.js';
import { mixedContent } from './mixed-content.js';
import { isBlockedByResourcePolicy } from './checks/resource-policy.js';
import type { Client } from './client.js';
import type { Failure } from './failure.js';
import { filterResponse } from './filtered-response.js';
import { getHeader } from './headers/list.js';
import { httpFetch } from './http-fetch.js';
import type { NetworkRequest, NetworkResponse, NetworkResult } from './network.js';
import { isFailure } from './network-fetch.js';
import type { FilteredResponse } from './outcome.js';
import { httpRedirectFetch } from './redirect/fetch.js';
import { isRedirectStatus } from './redirect/location.js';
import type { RequestState } from './state.js';
import { isHttpScheme } from './url.js';

/**
 * https://fetch.spec.whatwg.org/#concept-main-fetch, the recursion of
 * redirects written as a loop: each turn is one hop.
 */
export function* mainFetch(
  state: RequestState,
  client: Client,
): Generator<NetworkRequest, FilteredResponse | Failure, NetworkResult> {
  for (;;) {
    const refused = blockedBefore(state, client) ?? chooseTainting(state);
    if (refused !== null) return refused;
    if (state.currentUrl.protocol === 'data:')
      return filterResponse(state, client, DATA_RESPONSE, 'basic');
    const response = yield* httpFetch(state, client);
    if (isFailure(response)) return response;
    const blocked = blockedByResourcePolicy(state, client, response);
    if (blocked !== null) return blocked;
    if (!isRedirectStatus(response.status))
      return filterResponse(state, client, response, state.responseTainting);
    const next = httpRedirectFetch(state, client, response);
    if (next === 'next-hop') continue;
    if (typeof next !== 'string') return next;
    const type = next === 'manual' ? 'opaqueredirect' : state.responseTainting;
    return filterResponse(state, client, response, type);
  }
}

/** What https://fetch.spec.whatwg.org/#scheme-fetch makes of any data: URL, as far as a page can tell names apart. */
const DATA_RESPONSE: NetworkResponse = { status: 200, headers: [['content-type', '']] };

/** Bad port and mixed content, which come before any of CORS. */
function blockedBefore(state: RequestState, client: Client): Failure | null {
  const url = state.currentUrl;
  if (isHttpScheme(url) && isBadPort(url))
    return state.fail('port-blocking', 'bad-port', 'before', {});
  return mixedContent(state, client, 'before-preflight');
}

/** Sets the response tainting by the standard's switch, or refuses. */
function chooseTainting(state: RequestState): Failure | null {
  const url = state.currentUrl;
  if (
    (state.isCurrentUrlSameOrigin && state.responseTainting === 'basic') ||
    url.protocol === 'data:'
  ) {
    state.note('main-fetch', 'response-tainting-basic', 'note', { url: url.origin });
    return null;
  }
  if (state.mode === 'same-origin')
    return state.fail('main-fetch', 'same-origin-mode', 'before', {});
  if (state.mode === 'no-cors') {
    if (state.redirect !== 'follow')
      return state.fail('main-fetch', 'no-cors-redirect-mode', 'before', {});
    state.responseTainting = 'opaque';
    state.note('main-fetch', 'response-tainting-opaque', 'note');
  } else {
    state.responseTainting = 'cors';
  }
  if (!isHttpScheme(url)) return state.fail('main-fetch', 'scheme-not-http', 'before', {});
  if (state.responseTainting === 'cors') state.note('main-fetch', 'response-tainting-cors', 'note');
  return null;
}

/** https://fetch.spec.whatwg.org/#concept-http-fetch, the step after the CORS check. */
function blockedByResourcePolicy(
  state: RequestState,
  client: Client,
  response: NetworkResponse,
): Failure | null {
  if (state.responseTainting !== 'opaque') return null;
  const domain = client.registrableDomain ?? (() => null);
  const { headers } = response;
  const { origin, currentUrl } = state;
  if (!isBlockedByResourcePolicy(headers, origin, currentUrl, domain, client.behaviour))
    return null;
  const location = getHeader(response.headers, 'location');
  return state.fail(
    'cross-origin-resource-policy-check',
    'cross-origin-resource-policy',
    'response',
    {
      header: 'cross-origin-resource-policy',
      value: getHeader(response.headers, 'cross-origin-resource-policy'),
      status: response.status,
      ...(location === null ? {} : { location }),
    },
  );
}
