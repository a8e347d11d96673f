import { corsCheck, type CorsCheckFailure } from './checks/cors-check.js';
import { isPotentiallyTrustworthy } from './checks/mixed-content.js';
import { standardCookieBehaviour, type CookieBehaviour } from './cookie-behaviour.js';
import { contentTypeInUtf8 } from './headers/content-type.js';
import type { HeaderList } from './headers/list.js';
import { isCorsNonWildcardRequestHeader, isForbiddenRequestHeader } from './headers/names.js';
import {
  corsUnsafeRequestHeaders,
  whyNotSafelisted,
  type UnsafeHeader,
} from './headers/safelist.js';
import { extractMaxAge, extractTokenList, type ExtractedList } from './headers/values.js';
import { normalizeMethod } from './methods.js';
import { StandardPreflightCache, type PreflightCache } from './preflight/cache.js';
import { locationUrl, redirectsAsGet, type LocationUrl } from './redirect/location.js';
import type { Initiator, RedirectMode } from './request.js';
import type { SiteRelation } from './site.js';
import type { UrlRecord } from './url.js';

/**
 * The points at which browsers are known to differ from the standard, each a
 * function or value that the protocol consults. `standardBehaviour` is the
 * standard; src/engines/ has what each browser does instead, one named and
 * sourced decision a file.
 */
export interface Behaviour extends CookieBehaviour {
  /** https://fetch.spec.whatwg.org/#concept-method-normalize */
  readonly normalizeMethod: (method: string) => string;
  /** https://fetch.spec.whatwg.org/#forbidden-request-header */
  readonly isForbiddenRequestHeader: (name: string, value: string) => boolean;
  /** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names */
  readonly corsUnsafeRequestHeaders: (headers: HeaderList) => UnsafeHeader[];
  /** Whether two origins on one IP address are the same site to Cross-Origin-Resource-Policy. */
  readonly addressIsSite: boolean;
  /** How a URL without fragment and credentials is asked for. */
  readonly urlOnWire: (url: string) => string;
  /** A Content-Type with which XMLHttpRequest sends a string, in UTF-8: https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send step 4 */
  readonly contentTypeInUtf8: (value: string) => string;
  /** Whether lines of one name become one line with ", " between, before anything is decided. */
  readonly combinesRequestHeaders: boolean;
  /** https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name, of a lower-case name. */
  readonly isNonWildcardRequestHeader: (name: string) => boolean;
  /** Whether a conditional request (If-Modified-Since and its kin) is answered from the CORS-preflight cache. */
  readonly conditionalUsesPreflightCache: (
    context: 'window' | 'worker',
    initiator: Initiator,
  ) => boolean;
  /** Whether a hop needs a preflight because an earlier hop needed one, or for headers that the page set and a redirect dropped. */
  readonly preflightSticks: boolean;
  /** Whether a preflight to the page's own origin (after redirects) passes the CORS check unseen. */
  readonly trustsOwnOriginPreflight: boolean;
  /** The Origin of a preflight, given the request's serialized origin and the page's. */
  readonly preflightOrigin: (serialized: string, page: string) => string;
  /** Whether a preflight's status is judged before its CORS check. */
  readonly judgesPreflightStatusFirst: boolean;
  /** Whether the CORS-preflight cache takes a preflight's result though it does not allow the request. */
  readonly cachesRefusingPreflight: boolean;
  /** Whether a preflight's CORS check comes before its redirect is refused. */
  readonly checksPreflightBeforeRedirect: boolean;
  /** Whether a method that is not allowed is found before Access-Control-Allow-Headers is parsed. */
  readonly judgesMethodFirst: boolean;
  /** https://fetch.spec.whatwg.org/#extract-header-list-values for `#method` and `#field-name`. */
  readonly allowMethods: (headers: HeaderList) => ExtractedList;
  readonly allowHeaders: (headers: HeaderList) => ExtractedList;
  readonly exposeHeaders: (headers: HeaderList) => ExtractedList;
  /** Seconds; https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 step "max-age". */
  readonly maxAge: (headers: HeaderList) => number;
  /** https://fetch.spec.whatwg.org/#concept-cors-check */
  readonly corsCheck: (
    headers: HeaderList,
    origin: string,
    include: boolean,
  ) => CorsCheckFailure | null;
  /** https://fetch.spec.whatwg.org/#ok-status for a preflight. */
  readonly isOkPreflightStatus: (status: number) => boolean;
  /** https://fetch.spec.whatwg.org/#concept-response-location-url */
  readonly locationUrl: (
    headers: HeaderList,
    current: UrlRecord,
    redirect: RedirectMode,
  ) => LocationUrl;
  /**
   * Why a redirect fails before its CORS check, null when it does not. The
   * standard looks at Location only after the check.
   */
  readonly refusesRedirectEarly: (
    location: LocationUrl,
    mode: RedirectMode,
  ) => 'redirect-location-invalid' | 'redirect-scheme-not-http' | null;
  /** Whether Origin, once sent, is sent with every later hop, too; in mode no-cors until a redirect leads to another origin. */
  readonly keepsOriginHeader: boolean;
  /** Whether a no-cors request's Origin becomes `null` as soon as a redirect leads from one origin to another. */
  readonly hidesOriginOnNoCorsRedirect: boolean;
  /** Whether a redirect that CORS would follow is refused for a user name or password in its URL. */
  readonly refusesCredentialsInRedirect: (initiator: Initiator) => boolean;
  /** Whether a user name or password in a redirect's URL is found before redirect: "error" is. */
  readonly redirectCredentialsBeforeMode: boolean;
  /** Whether user name and password in a redirect away from the page's origin are refused only after the preflight of the next hop. */
  readonly credentialsInRedirectAfterPreflight: boolean;
  /** Whether redirects of other origins, to which the page's own origin redirected with credentials "same-origin", must pass the CORS check of "include", too, once the next hop's preflight has passed. */
  readonly checksRedirectsAsCredentialed: boolean;
  /**
   * Whether an https page's Origin becomes `null` on a request to http that is neither GET, HEAD nor
   * in mode cors. https://fetch.spec.whatwg.org/#append-a-request-origin-header
   */
  readonly hidesOriginOnDowngrade: boolean;
  /** Whether a redirect to mixed content is refused only after the preflight of its hop. */
  readonly mixedContentAfterPreflight: boolean;
  /**
   * Whether a no-cors GET or HEAD carries Origin, as long as no redirect has led to another origin.
   * https://fetch.spec.whatwg.org/#append-a-request-origin-header
   */
  readonly sendsOriginInNoCors: (
    origin: string,
    include: boolean,
    toTopLevel: SiteRelation,
  ) => boolean;
  /** Whether a redirect takes this (lower-case) header away: from one origin to another, or within one; to the page's origin or not. */
  readonly dropsHeaderOnRedirect: (name: string, crossOrigin: boolean, toPage: boolean) => boolean;
  /** Whether a redirect that makes the method GET takes the request-body-headers away. */
  readonly dropsBodyHeaders: boolean;
  /** Whether preflights name the headers that were unsafe when the page set them, but for what the redirect to this very hop takes away. */
  readonly preflightsNameHeadersAsSet: boolean;
  /** Whether a redirect status without Location is an ordinary response also with redirect: "error". */
  readonly redirectNeedsLocation: boolean;
  /** Whether a redirect turns the method into GET: https://fetch.spec.whatwg.org/#http-redirect-fetch step "method". */
  readonly redirectsAsGet: (method: string, status: number, crossOrigin: boolean) => boolean;
  /** https://fetch.spec.whatwg.org/#http-redirect-fetch step "redirect count". */
  readonly redirectLimit: number;
  /** https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy, for mixed content. */
  readonly isPotentiallyTrustworthy: (url: UrlRecord) => boolean;
  /** Whether pages are kept from networks that are less public than their own. https://wicg.github.io/local-network-access/ */
  readonly guardsLocalNetwork: boolean;
  readonly createPreflightCache: () => PreflightCache;
}

/** Seconds where Access-Control-Max-Age is absent or cannot be parsed: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 */
export const DEFAULT_MAX_AGE = 5;

/** The Fetch Standard itself. It sets no limit on max-age ("an imposed limit" is the browser's). */
export const standardBehaviour: Behaviour = {
  ...standardCookieBehaviour,
  normalizeMethod,
  isForbiddenRequestHeader,
  corsUnsafeRequestHeaders: (headers) => corsUnsafeRequestHeaders(headers, whyNotSafelisted),
  addressIsSite: true,
  urlOnWire: (url) => url,
  contentTypeInUtf8,
  combinesRequestHeaders: false,
  isNonWildcardRequestHeader: isCorsNonWildcardRequestHeader,
  conditionalUsesPreflightCache: () => true,
  preflightSticks: false,
  trustsOwnOriginPreflight: false,
  preflightOrigin: (serialized) => serialized,
  judgesPreflightStatusFirst: false,
  cachesRefusingPreflight: false,
  checksPreflightBeforeRedirect: true,
  judgesMethodFirst: false,
  allowMethods: (headers) => extractTokenList(headers, 'access-control-allow-methods'),
  allowHeaders: (headers) => extractTokenList(headers, 'access-control-allow-headers'),
  exposeHeaders: (headers) => extractTokenList(headers, 'access-control-expose-headers'),
  maxAge: (headers) => {
    const seconds = extractMaxAge(headers);
    return typeof seconds === 'number' ? seconds : DEFAULT_MAX_AGE;
  },
  corsCheck,
  isOkPreflightStatus: (status) => status >= 200 && status <= 299,
  locationUrl,
  refusesRedirectEarly: () => null,
  keepsOriginHeader: false,
  hidesOriginOnNoCorsRedirect: false,
  refusesCredentialsInRedirect: () => false,
  redirectCredentialsBeforeMode: false,
  credentialsInRedirectAfterPreflight: false,
  checksRedirectsAsCredentialed: false,
  hidesOriginOnDowngrade: true,
  mixedContentAfterPreflight: false,
  sendsOriginInNoCors: () => false,
  dropsHeaderOnRedirect: (name, crossOrigin) => crossOrigin && isCorsNonWildcardRequestHeader(name),
  dropsBodyHeaders: true,
  preflightsNameHeadersAsSet: false,
  redirectNeedsLocation: false,
  redirectsAsGet,
  redirectLimit: 20,
  isPotentiallyTrustworthy,
  guardsLocalNetwork: false,
  createPreflightCache: () => new StandardPreflightCache(),
};
