import type { Client } from './client.js';
import type { HeaderList } from './headers/list.js';
import { isCorsSafelistedResponseHeader, isForbiddenResponseHeader } from './headers/names.js';
import type { NetworkResponse } from './network.js';
import type { FilteredResponse, ResponseType } from './outcome.js';
import type { RequestState } from './state.js';
import { withoutFragment } from './url.js';

/** https://fetch.spec.whatwg.org/#concept-filtered-response: what of the response the page gets to see. */
export function filterResponse(
  state: RequestState,
  client: Client,
  response: NetworkResponse,
  type: ResponseType,
): FilteredResponse {
  const all = headerNames(response.headers);
  const isReadable = readableBy(state, client, response, type);
  const [readable, hidden] = [[] as string[], [] as string[]];
  for (const name of all) (isReadable(name) ? readable : hidden).push(name);
  const filtered = {
    type,
    status: type === 'opaque' || type === 'opaqueredirect' ? 0 : response.status,
    redirected: type !== 'opaque' && state.urlList.length > 1,
    url: type === 'opaque' ? '' : withoutFragment(state.currentUrl),
    headers: readable,
    hidden,
  };
  state.noteLast('filtered-response', 'response-filtered', 'note', {
    type,
    headers: filtered.headers,
    hidden: filtered.hidden,
  });
  return filtered;
}

function headerNames(headers: HeaderList): string[] {
  const names: string[] = [];
  for (const [name] of headers) {
    const lower = name.toLowerCase();
    if (!names.includes(lower)) names.push(lower);
  }
  return names.sort();
}

function readableBy(
  state: RequestState,
  client: Client,
  response: NetworkResponse,
  type: ResponseType,
): (name: string) => boolean {
  if (type === 'opaque' || type === 'opaqueredirect') return () => false;
  if (type === 'basic') return (name) => !isForbiddenResponseHeader(name);
  const exposed = exposedNames(state, client, response.headers);
  return (name) =>
    !isForbiddenResponseHeader(name) &&
    (isCorsSafelistedResponseHeader(name) || exposed === 'all' || exposed.has(name));
}

/** Step "CORS-exposed header-name list" of https://fetch.spec.whatwg.org/#concept-main-fetch */
function exposedNames(
  state: RequestState,
  client: Client,
  headers: HeaderList,
): ReadonlySet<string> | 'all' {
  const names = client.behaviour.exposeHeaders(headers);
  if (names === 'absent' || names === 'failure') return new Set();
  if (!state.isCredentialed && names.includes('*')) return 'all';
  return new Set(names.map((name) => name.toLowerCase()));
}
