import type { UrlRecord } from './url.js';

/** The registrable domain of a host, null where it has none (an IP address, a public suffix). */
export type RegistrableDomain = (hostname: string) => string | null;

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

/** What a URL is to another one, such as that of the page in the address bar. https://html.spec.whatwg.org/multipage/browsers.html#same-site */
export type SiteRelation = 'same-site' | 'schemelessly-same-site' | 'cross-site';

/** Compares two URLs; nothing is the same site as a page that is not known. */
export function siteRelation(
  url: UrlRecord,
  page: UrlRecord | null,
  registrableDomain: RegistrableDomain,
): SiteRelation {
  if (page === null) return 'cross-site';
  const same = (schemeful: boolean): boolean =>
    siteOf(url, registrableDomain, schemeful) === siteOf(page, registrableDomain, schemeful);
  if (same(true)) return 'same-site';
  return same(false) ? 'schemelessly-same-site' : 'cross-site';
}
