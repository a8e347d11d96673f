import { corsFailure } from './checks/cors-failure.js';
import { noteCorsCheck } from './checks/note.js';
import type { Behaviour } from './behaviour.js';
import type { Client } from './client.js';
import type { Failure } from './failure.js';
import type { UnsafeHeader } from './headers/safelist.js';
import { isCorsSafelistedMethod } from './methods.js';
import type { NetworkRequest, NetworkResult } from './network.js';
import { localNetworkAccess } from './local-network.js';
import { mixedContent } from './mixed-content.js';
import { httpNetworkFetch, isFailure, type ResponseOrFailure } from './network-fetch.js';
import { corsPreflightFetch, preflightQuery } from './preflight/fetch.js';
import type { PreflightNeeds } from './preflight/judge.js';
import { redirectFailure } from './redirect/fetch.js';
import { isRedirectStatus } from './redirect/location.js';
import type { RequestState } from './state.js';

/**
 * https://fetch.spec.whatwg.org/#concept-http-fetch up to where the response's
 * status is looked at (redirects are the caller's).
 */
export function* httpFetch(
  state: RequestState,
  client: Client,
): Generator<NetworkRequest, ResponseOrFailure, NetworkResult> {
  const kept = localNetworkAccess(state, client);
  if (kept !== null) return kept;
  if (state.responseTainting === 'cors') {
    const refused = yield* preflightIfNeeded(state, client);
    if (refused !== null) return refused;
    if (state.failsAfterPreflight !== null) return state.refuse(state.failsAfterPreflight);
  }
  const mixed = mixedContent(state, client, 'after-preflight');
  if (mixed !== null) return mixed;
  const response = yield* httpNetworkFetch(state, client);
  if (isFailure(response)) return response;
  if (isRedirectStatus(response.status)) {
    const location = client.behaviour.locationUrl(
      response.headers,
      state.currentUrl,
      state.redirect,
    );
    const early = client.behaviour.refusesRedirectEarly(location, state.redirect);
    if (early !== null) return state.refuse(redirectFailure(state, response, early));
  }
  if (state.responseTainting !== 'cors') return response;

  const failure = corsFailure(state, client, response, state.isCredentialed);
  if (failure !== null) return state.refuse(failure);
  noteCorsCheck(state, response.headers);
  return response;
}

/** Whether, and why, a preflight comes first: https://fetch.spec.whatwg.org/#concept-main-fetch and step 1 of HTTP fetch. */
function* preflightIfNeeded(
  state: RequestState,
  client: Client,
): Generator<NetworkRequest, Failure | null, NetworkResult> {
  const { behaviour } = client;
  const named =
    state.droppedHeaders.length > 0 && behaviour.preflightsNameDroppedHeaders
      ? [...state.headers, ...state.droppedHeaders]
      : state.headers;
  const unsafe = behaviour.corsUnsafeRequestHeaders(named);
  const safelistedMethod = isCorsSafelistedMethod(state.method);
  const simple = safelistedMethod && unsafe.length === 0 && !state.useCorsPreflight;
  if (simple && !sticks(state, behaviour)) {
    state.note('main-fetch', 'preflight-not-needed', 'note', { method: state.method });
    return null;
  }
  state.preflighted = true;
  const needs: PreflightNeeds = {
    origin: behaviour.preflightOrigin(state.serializedOrigin(), state.origin),
    include: state.isCredentialed,
    method: state.method,
    headerNames: unsafe.map(({ name }) => name),
    forced: state.useCorsPreflight,
    url: state.currentUrl,
    trusted: state.isCurrentUrlSameOrigin && behaviour.trustsOwnOriginPreflight,
  };
  const query = preflightQuery(state, client);
  const usesCache =
    !isConditional(state) || behaviour.conditionalUsesPreflightCache(client.context ?? 'window');
  const { method, headerNames, forced } = needs;
  if (usesCache && client.preflightCache.covers(query, method, headerNames, forced)) {
    state.note('cors-preflight-cache', 'preflight-cached', 'pass', { url: query.url });
    return null;
  }
  state.note('main-fetch', 'preflight-needed', 'note', reasons(state, unsafe, safelistedMethod));
  return yield* corsPreflightFetch(state, client, needs);
}

/** Whether a hop that needs no preflight gets one for what came before it. */
function sticks(state: RequestState, behaviour: Behaviour): boolean {
  if (state.redirectCount === 0) return false;
  if (!state.preflighted && behaviour.corsUnsafeRequestHeaders(state.madeHeaders).length === 0)
    return false;
  return behaviour.preflightSticks;
}

/** Whether the page makes a conditional request: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch ("no-store"). */
function isConditional(state: RequestState): boolean {
  return state.headers.some(([name]) => CONDITIONAL.has(name.toLowerCase()));
}

const CONDITIONAL = new Set([
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'if-match',
  'if-range',
]);

function reasons(state: RequestState, unsafe: readonly UnsafeHeader[], safelistedMethod: boolean) {
  return {
    method: safelistedMethod ? null : state.method,
    headers: unsafe.map(({ name }) => name),
    why: unsafe.map(({ reason }) => reason),
    uploadListeners: state.useCorsPreflight,
  };
}
