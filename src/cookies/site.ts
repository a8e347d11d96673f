import type { RegistrableDomain, UrlRecord } from '../protocol/index.js';

/**
 * The site of a URL as text: equal texts are same site. Scheme and registrable
 * domain, or the host itself where it has none.
 * https://html.spec.whatwg.org/multipage/browsers.html#sites
 */
export function siteOf(
  url: UrlRecord,
  registrableDomain: RegistrableDomain,
  schemeful: boolean,
): string {
  const domain = registrableDomain(url.hostname) ?? url.hostname;
  return schemeful ? `${url.protocol}//${domain}` : domain;
}
