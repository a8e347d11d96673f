import type { Behaviour } from '../behaviour.js';
import { getHeader, type HeaderList } from '../headers/list.js';
import { isSameOrigin, OPAQUE_ORIGIN, type SerializedOrigin } from '../origin.js';
import { siteOf, type RegistrableDomain } from '../site.js';
import { parseUrl, type UrlRecord } from '../url.js';

/** An IP address as a URL's host. */
const ADDRESS = /^([0-9.]+|\[.*\])$/;

/**
 * Whether the cross-origin resource policy internal check returns "blocked",
 * for a page without an embedder policy.
 * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
 */
export function isBlockedByResourcePolicy(
  headers: HeaderList,
  origin: SerializedOrigin,
  url: UrlRecord,
  registrableDomain: RegistrableDomain,
  behaviour: Pick<Behaviour, 'addressIsSite'>,
): boolean {
  const policy = getHeader(headers, 'cross-origin-resource-policy');
  if (policy !== 'same-origin' && policy !== 'same-site') return false;
  if (isSameOrigin(origin, url)) return false;
  if (policy === 'same-origin' || origin === OPAQUE_ORIGIN) return true;
  const page = parseUrl(origin);
  if (page === null) return true;
  if (siteOf(page, registrableDomain, false) !== siteOf(url, registrableDomain, false)) return true;
  if (ADDRESS.test(url.hostname) && !behaviour.addressIsSite) return true;
  // A page that came insecurely must not reach what came securely.
  return page.protocol !== 'https:' && url.protocol === 'https:';
}
