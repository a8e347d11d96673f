import { getHeader, type HeaderList } from '../headers/list.js';
import { isSameOrigin, OPAQUE_ORIGIN, type SerializedOrigin } from '../origin.js';
import { parseUrl, type UrlRecord } from '../url.js';

/** The registrable domain of a host, null where it has none (an IP address, a public suffix). */
export type RegistrableDomain = (hostname: string) => string | null;

/** https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site */
function isSchemelesslySameSite(
  a: UrlRecord,
  b: UrlRecord,
  registrableDomain: RegistrableDomain,
): boolean {
  if (a.hostname === b.hostname) return true;
  const domain = registrableDomain(a.hostname);
  return domain !== null && domain === registrableDomain(b.hostname);
}

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
): boolean {
  const policy = getHeader(headers, 'cross-origin-resource-policy');
  if (policy !== 'same-origin' && policy !== 'same-site') return false;
  if (isSameOrigin(origin, url)) return false;
  if (policy === 'same-origin' || origin === OPAQUE_ORIGIN) return true;
  const page = parseUrl(origin);
  if (page === null || !isSchemelesslySameSite(page, url, registrableDomain)) return true;
  // A page that came insecurely must not reach what came securely.
  return page.protocol !== 'https:' && url.protocol === 'https:';
}
