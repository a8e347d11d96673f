import { corsFailure } from '../checks/cors-failure.js';
import type { Client } from '../client.js';
import type { Failure, FailureCode } from '../failure.js';
import { getHeader, type Header } from '../headers/list.js';
import { isCorsNonWildcardRequestHeader, isRequestBodyHeader } from '../headers/names.js';
import type { NetworkResponse } from '../network.js';
import { isSameOrigin } from '../origin.js';
import type { RequestState } from '../state.js';
import type { StepId } from '../steps.js';
import { includesCredentials, isHttpScheme, type UrlRecord } from '../url.js';
import type { LocationUrl } from './location.js';

/** What a response with a redirect status leads to: the next hop, an opaque redirect, an ordinary response, or a failure. */
export type RedirectResult = 'next-hop' | 'manual' | 'ordinary' | Failure;

/**
 * https://fetch.spec.whatwg.org/#http-redirect-fetch (and the switch on the
 * redirect mode in HTTP fetch, which comes before it). On `next-hop` the
 * state's URL list, method, headers and body are those of the next request.
 */
export function httpRedirectFetch(
  state: RequestState,
  client: Client,
  response: NetworkResponse,
): RedirectResult {
  const location = client.behaviour.locationUrl(response.headers, state.currentUrl, state.redirect);
  if (state.redirect === 'error') return refusedByMode(state, client, response, location);
  if (state.redirect === 'manual') {
    state.noteLast('http-fetch', 'redirect-manual', 'note', { status: response.status });
    return 'manual';
  }
  if (location === 'absent') {
    state.noteLast('http-redirect-fetch', 'redirect-without-location', 'note', {
      status: response.status,
    });
    return 'ordinary';
  }
  const problem = redirectProblem(state, client, location);
  const refusal = problem === null ? null : redirectFailure(state, response, problem);
  if (refusal !== null && !isRefusedLater(state, client, refusal)) return state.refuse(refusal);
  if (refusal === null && refusedByPage(state, client, location as UrlRecord)) {
    const byPage = redirectFailure(state, response, 'redirect-includes-credentials', 'main-fetch');
    return state.refuse(byPage);
  }
  state.failsAfterPreflight = refusal ?? checkedAgain(state, client, response);
  state.redirectCount++;
  const next = location as UrlRecord;
  changeMethod(state, client, response.status, next);
  dropHeaders(state, client, next);
  state.urlList.push(next);
  state.noteLast('http-redirect-fetch', 'redirect-followed', 'note', {
    status: response.status,
    to: next.href,
  });
  return 'next-hop';
}

/** Redirect mode "error", which refuses the redirect unless a browser takes it for none. */
function refusedByMode(
  state: RequestState,
  client: Client,
  response: NetworkResponse,
  location: LocationUrl,
): RedirectResult {
  const { behaviour } = client;
  if (location === 'absent') {
    if (behaviour.redirectNeedsLocation) return 'ordinary';
    return state.refuse(redirectFailure(state, response, 'redirect-mode-error'));
  }
  const ofCredentials =
    redirectProblem(state, client, location) === 'redirect-includes-credentials' &&
    behaviour.redirectCredentialsBeforeMode;
  const code = ofCredentials ? 'redirect-includes-credentials' : 'redirect-mode-error';
  return state.refuse(redirectFailure(state, response, code));
}

function redirectProblem(
  state: RequestState,
  client: Client,
  location: UrlRecord | 'failure',
): FailureCode | null {
  if (location === 'failure') return 'redirect-location-invalid';
  if (!isHttpScheme(location)) return 'redirect-scheme-not-http';
  if (state.redirectCount >= client.behaviour.redirectLimit) return 'too-many-redirects';
  if (!includesCredentials(location)) return null;
  const crossOrigin = state.mode === 'cors' && !isSameOrigin(state.origin, location);
  return crossOrigin || state.responseTainting === 'cors' ? 'redirect-includes-credentials' : null;
}

/** Whether the refusal has to wait for the next hop's preflight. */
function isRefusedLater(
  { responseTainting }: RequestState,
  { behaviour }: Client,
  { code }: Failure,
): boolean {
  return (
    code === 'redirect-includes-credentials' &&
    responseTainting === 'basic' &&
    behaviour.credentialsInRedirectAfterPreflight
  );
}

/** Not of the standard: some browsers check a redirect by the credentials that the page's own origin was sent before it. */
function checkedAgain(
  state: RequestState,
  client: Client,
  response: NetworkResponse,
): Failure | null {
  const again =
    state.responseTainting === 'cors' &&
    state.credentials === 'same-origin' &&
    state.startedSameOrigin;
  const failure = again ? corsFailure(state, client, response, true) : null;
  return failure !== null && client.behaviour.checksRedirectsAsCredentialed ? failure : null;
}

/** Not of the standard: some browsers refuse user names and passwords in the URLs of subresources. */
function refusedByPage(state: RequestState, { behaviour }: Client, location: UrlRecord): boolean {
  return includesCredentials(location) && behaviour.refusesCredentialsInRedirect(state.initiator);
}

/** Where the method becomes GET, the body and the headers that speak of it go. */
function changeMethod(state: RequestState, client: Client, status: number, next: UrlRecord): void {
  const { method } = state;
  state.droppedHeaders = [...state.droppedHeaders, ...state.justDroppedHeaders];
  state.justDroppedHeaders = [];
  const crossOrigin = state.currentUrl.origin !== next.origin;
  if (!client.behaviour.redirectsAsGet(method, status, crossOrigin)) return;
  state.method = 'GET';
  state.body = null;
  const isBodyHeader = ([name]: Header) => isRequestBodyHeader(name.toLowerCase());
  const bodyHeaders = state.headers.filter((header) => isBodyHeader(header));
  if (bodyHeaders.length > 0 && client.behaviour.dropsBodyHeaders) {
    state.justDroppedHeaders = bodyHeaders;
    state.headers = state.headers.filter((header) => !isBodyHeader(header));
  }
  const data = { from: method, to: 'GET', status };
  state.noteLast('http-redirect-fetch', 'redirect-method-changed', 'note', data);
}

/** A redirect to another origin takes the CORS non-wildcard request-headers (Authorization) away. */
function dropHeaders(state: RequestState, { behaviour }: Client, next: UrlRecord): void {
  const crossOrigin = state.currentUrl.origin !== next.origin;
  const toPage = isSameOrigin(state.origin, next);
  const drops = ([name]: Header) =>
    behaviour.dropsHeaderOnRedirect(name.toLowerCase(), crossOrigin, toPage);
  const dropped = state.headers.filter((header) => drops(header));
  if (dropped.length === 0) return;
  state.headers = state.headers.filter((header) => !drops(header));
  if (!dropped.some(([name]) => isCorsNonWildcardRequestHeader(name.toLowerCase()))) return;
  state.noteLast('http-redirect-fetch', 'redirect-authorization-removed', 'note', {
    to: next.origin,
  });
}

/** The failure of a redirect, with where it would have gone; not yet in the trace. */
export function redirectFailure(
  state: RequestState,
  response: NetworkResponse,
  code: FailureCode,
  step: StepId = code === 'redirect-mode-error' ? 'http-fetch' : 'http-redirect-fetch',
): Failure {
  const location = getHeader(response.headers, 'location');
  return state.failure(step, code, 'redirect', {
    status: response.status,
    ...(location === null ? {} : { location }),
  });
}
