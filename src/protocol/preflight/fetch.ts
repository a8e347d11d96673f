import { noteCorsCheck } from '../checks/note.js';
import type { Client } from '../client.js';
import type { Failure } from '../failure.js';
import type { Header } from '../headers/list.js';
import type { NetworkRequest, NetworkResponse, NetworkResult } from '../network.js';
import { isFailure, received } from '../network-fetch.js';
import { isRedirectTainted } from '../origin.js';
import type { RequestState } from '../state.js';
import { networkUrl, withoutFragment } from '../url.js';
import type { PreflightQuery } from './cache.js';
import { preflightGrant, preflightProblems, type PreflightNeeds } from './judge.js';

/**
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 * @returns the failure, or null when the request may be sent
 */
export function* corsPreflightFetch(
  state: RequestState,
  client: Client,
  needs: PreflightNeeds,
): Generator<NetworkRequest, Failure | null, NetworkResult> {
  const request = preflightRequest(state, needs);
  const response = received(state, request, yield request);
  if (isFailure(response)) return response;

  for (const problem of preflightProblems(response, needs, client.behaviour)) {
    notePassedBefore(problem.code, state, response);
    const refuses = problem.code === 'method-not-allowed' || problem.code === 'header-not-allowed';
    if (refuses && client.behaviour.cachesRefusingPreflight) {
      const grant = preflightGrant(response.headers, needs, client.behaviour, true);
      client.preflightCache.store(preflightQuery(state, client), grant);
    }
    return state.fail(problem.step, problem.code, 'preflight', problem.details);
  }
  const step = 'cors-preflight-fetch';
  noteCorsCheck(state, response.headers);
  state.noteLast(step, 'preflight-status-ok', 'pass', { status: response.status });
  state.noteLast(step, 'method-allowed', 'pass', { method: needs.method });
  if (needs.headerNames.length > 0) {
    state.noteLast(step, 'headers-allowed', 'pass', { names: needs.headerNames });
  }
  const grant = preflightGrant(response.headers, needs, client.behaviour, false);
  state.noteLast(step, 'max-age', 'note', { seconds: grant.maxAge });
  client.preflightCache.store(preflightQuery(state, client), grant);
  return null;
}

const OF_LISTS: ReadonlySet<string> = new Set([
  'allow-methods-malformed',
  'allow-headers-malformed',
  'method-not-allowed',
  'header-not-allowed',
]);

/** What the response passed before it failed, in the order of the standard. */
function notePassedBefore(code: string, state: RequestState, response: NetworkResponse): void {
  if (code !== 'preflight-status-not-ok' && !OF_LISTS.has(code)) return;
  noteCorsCheck(state, response.headers);
  if (!OF_LISTS.has(code)) return;
  state.noteLast('cors-preflight-fetch', 'preflight-status-ok', 'pass', {
    status: response.status,
  });
}

function preflightRequest(state: RequestState, needs: PreflightNeeds): NetworkRequest {
  const headers: Header[] = [
    ['accept', '*/*'],
    ['access-control-request-method', needs.method],
  ];
  // One header, names joined by "," alone.
  if (needs.headerNames.length > 0)
    headers.push(['access-control-request-headers', needs.headerNames.join(',')]);
  headers.push(['origin', needs.origin]);
  return {
    kind: 'preflight',
    url: networkUrl(state.currentUrl),
    method: 'OPTIONS',
    headers,
    body: null,
    credentials: false,
    redirectCount: state.redirectCount,
  };
}

/** The key of https://fetch.spec.whatwg.org/#concept-cache-create-entry for the request as it is now. */
export function preflightQuery(state: RequestState, client: Client): PreflightQuery {
  return {
    origin: state.serializedOrigin(),
    pageOrigin: state.origin,
    tainted: isRedirectTainted(state.origin, state.urlList),
    url: withoutFragment(state.currentUrl),
    href: state.currentUrl.href,
    fetch: state,
    include: state.isCredentialed,
    now: client.now(),
  };
}
