import { isLessPublic } from './checks/address-space.js';
import type { Client } from './client.js';
import type { Failure } from './failure.js';
import { OPAQUE_ORIGIN } from './origin.js';
import type { RequestState } from './state.js';
import { parseUrl } from './url.js';

/**
 * https://wicg.github.io/local-network-access/#local-network-access-check for the
 * request's current URL, where the client knows address spaces and the browser
 * has the check. A permission is taken not to be given: there is nobody to ask.
 */
export function localNetworkAccess(state: RequestState, client: Client): Failure | null {
  const { addressSpaces, behaviour } = client;
  if (addressSpaces === undefined) return null;
  const space = addressSpaces.of(state.currentUrl);
  if (!isLessPublic(space, addressSpaces.page) || !behaviour.guardsLocalNetwork) return null;
  const code = isSecureContext(state, client)
    ? 'local-network-permission-denied'
    : 'local-network-from-insecure-page';
  return state.fail('local-network-access-check', code, 'before', { value: space });
}

/** An opaque origin is taken for a sandboxed frame in a secure page. https://w3c.github.io/webappsec-secure-contexts/#settings-object */
function isSecureContext({ origin }: RequestState, { behaviour }: Client): boolean {
  if (origin === OPAQUE_ORIGIN) return true;
  const url = parseUrl(origin);
  return url !== null && behaviour.isPotentiallyTrustworthy(url);
}
