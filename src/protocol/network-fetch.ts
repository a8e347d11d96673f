import type { Client } from './client.js';
import type { During, Failure } from './failure.js';
import type { Header } from './headers/list.js';
import {
  isNetworkFailure,
  type NetworkRequest,
  type NetworkResponse,
  type NetworkResult,
} from './network.js';
import { OPAQUE_ORIGIN } from './origin.js';
import { siteRelation, type SiteRelation } from './site.js';
import type { RequestState } from './state.js';
import { networkUrl, parseUrl, type UrlRecord } from './url.js';

/** A response, or why there is none. */
export type ResponseOrFailure = NetworkResponse | Failure;

/** Tells a failure from a response. */
export function isFailure(value: object): value is Failure {
  return 'code' in value && 'step' in value;
}

/** Takes what came back for a network request: a network that failed becomes a failure. */
export function received(
  state: RequestState,
  request: NetworkRequest,
  result: NetworkResult,
): ResponseOrFailure {
  state.exchanges.push({ request, result });
  if (!isNetworkFailure(result)) return result;
  const during: During = request.kind === 'preflight' ? 'preflight' : 'response';
  return state.fail('http-network-or-cache-fetch', 'network-failure', during, {
    network: result.error,
    ...(result.detail === undefined ? {} : { detail: result.detail }),
  });
}

/** includeCredentials of https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
export function includesCookies(state: RequestState): boolean {
  if (state.credentials === 'include') return true;
  return state.credentials === 'same-origin' && state.responseTainting === 'basic';
}

/**
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, of which only
 * what the CORS protocol decides: the Origin header and credentials. There is
 * no HTTP cache and no authentication dialogue here.
 */
export function* httpNetworkFetch(
  state: RequestState,
  client: Client,
): Generator<NetworkRequest, ResponseOrFailure, NetworkResult> {
  const headers: Header[] = [...state.headers];
  const origin = originHeader(state, client);
  if (origin !== null) {
    headers.push(['origin', origin]);
    state.originSent = true;
    state.note('http-network-or-cache-fetch', 'origin-sent', 'note', { value: origin });
  }
  const credentials = includesCookies(state);
  const cookieRequest = {
    url: state.currentUrl,
    method: state.method,
    origin: state.origin,
    redirectedFrom: state.urlList.slice(0, -1),
    now: client.now(),
  };
  if (credentials && client.cookies) {
    const cookie = client.cookies.cookieHeader(cookieRequest);
    if (cookie !== null) headers.push(['cookie', cookie]);
  }
  state.note(
    'http-network-or-cache-fetch',
    credentials ? 'credentials-included' : 'credentials-not-included',
    'note',
    { mode: state.credentials },
  );
  const request: NetworkRequest = {
    kind: 'request',
    url: networkUrl(state.currentUrl),
    method: state.method,
    headers,
    body: state.body,
    credentials,
    redirectCount: state.redirectCount,
  };
  const response = received(state, request, yield request);
  if (credentials && client.cookies && !isFailure(response))
    client.cookies.receive(cookieRequest, response.headers);
  return response;
}

/**
 * https://fetch.spec.whatwg.org/#append-a-request-origin-header, with the
 * default referrer policy (strict-origin-when-cross-origin).
 */
function originHeader(state: RequestState, client: Client): string | null {
  const { behaviour } = client;
  const origin = state.serializedOrigin();
  if (state.responseTainting === 'cors') return origin;
  const away = state.mode === 'no-cors' && crossedOrigins(state.urlList);
  if (state.originSent && !away && behaviour.keepsOriginHeader) return origin;
  if (state.method === 'GET' || state.method === 'HEAD') {
    if (state.mode !== 'no-cors' || away) return null;
    const relation = relationToTopLevel(state, client);
    return behaviour.sendsOriginInNoCors(origin, state.isCredentialed, relation) ? origin : null;
  }
  if (state.mode === 'cors') return origin;
  if (away && behaviour.hidesOriginOnNoCorsRedirect) return OPAQUE_ORIGIN;
  const downgrade = state.origin.startsWith('https:') && state.currentUrl.protocol !== 'https:';
  return downgrade && behaviour.hidesOriginOnDowngrade ? OPAQUE_ORIGIN : origin;
}

/** What the current URL is to the page in the address bar; without a registrable domain, hosts are compared. */
function relationToTopLevel(
  { currentUrl }: RequestState,
  { origin, topLevelOrigin = origin, registrableDomain = () => null }: Client,
): SiteRelation {
  const page = topLevelOrigin === OPAQUE_ORIGIN ? null : parseUrl(topLevelOrigin);
  return siteRelation(currentUrl, page, registrableDomain);
}

/** Whether any redirect led from one origin to another. */
function crossedOrigins(urlList: readonly UrlRecord[]): boolean {
  return urlList.some((url, index) => index > 0 && url.origin !== urlList[index - 1]!.origin);
}
