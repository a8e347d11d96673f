import { prohibitsMixedContent } from './checks/mixed-content.js';
import type { Client } from './client.js';
import type { Failure } from './failure.js';
import type { RequestState } from './state.js';
import { isHttpScheme } from './url.js';

/** https://w3c.github.io/webappsec-mixed-content/#should-block-fetch for the request's current URL. */
export function mixedContent(state: RequestState, client: Client): Failure | null {
  const url = state.currentUrl;
  const insecure = isHttpScheme(url) && !client.behaviour.isPotentiallyTrustworthy(url);
  if (!insecure || !prohibitsMixedContent(state.origin)) return null;
  return state.fail('mixed-content-check', 'mixed-content', 'before', {});
}
