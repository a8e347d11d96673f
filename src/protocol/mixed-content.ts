import { prohibitsMixedContent } from './checks/mixed-content.js';
import type { Client } from './client.js';
import type { Failure } from './failure.js';
import type { RequestState } from './state.js';
import { isHttpScheme } from './url.js';

/** When a hop is looked at: the standard does it before anything is sent, some browsers, after a redirect, after the preflight. */
type When = 'before-preflight' | 'after-preflight';

/** https://w3c.github.io/webappsec-mixed-content/#should-block-fetch for the request's current URL. */
export function mixedContent(state: RequestState, client: Client, when: When): Failure | null {
  const { behaviour } = client;
  const url = state.currentUrl;
  if (!prohibitsMixedContent(state.origin) || !isHttpScheme(url)) return null;
  if (behaviour.isPotentiallyTrustworthy(url)) return null;
  const late = state.redirectCount > 0 && behaviour.mixedContentAfterPreflight;
  if (late !== (when === 'after-preflight')) return null;
  return state.fail('mixed-content-check', 'mixed-content', 'before', {});
}
