import {
  getHeader,
  locationUrl,
  redirectsAsGet,
  type HeaderList,
  type LocationUrl,
  type RedirectMode,
  type UrlRecord,
} from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';
import { repairedUtf8 } from '../support/utf8.js';

/** Origin stays on a request once it was there. */
export const keepsOrigin: EngineDecision = {
  id: 'keeps-origin-header',
  what: 'A request that once carried Origin carries it at every later hop, also as a same-origin GET, in mode no-cors until a redirect leads to another origin; by the standard a GET that needs no CORS carries none.',
  source: 'measured with WebKitGTK 2.50',
  scenario: 'post-303-same-origin',
  behaviour: { keepsOriginHeader: true },
};

function joined(
  value: string | null,
  headers: HeaderList,
  current: UrlRecord,
  redirect: RedirectMode,
): LocationUrl {
  if (value === '') return redirect === 'error' ? 'absent' : 'failure';
  return locationUrl(value === null ? headers : [['location', repairedUtf8(value)]], current);
}

/** `Location:` with nothing behind it is a broken redirect. */
export const emptyLocation: EngineDecision = {
  id: 'empty-location',
  what: 'A redirect status without Location is an ordinary response, also with redirect: "error"; so is one with an empty Location and redirect: "error"; with another mode it is refused, as is a redirect to ftp: in every mode; several Location lines are joined by ", ". By the standard that mode looks at the status alone, an empty Location redirects to the same URL, and several lines are a failure.',
  source: 'measured with WebKitGTK 2.50 (libsoup); not measured on Safari',
  scenario: 'empty-location',
  behaviour: {
    redirectNeedsLocation: true,
    refusesRedirectEarly: (location) =>
      typeof location !== 'string' && /^ftps?:$/.test(location.protocol)
        ? 'redirect-scheme-not-http'
        : null,
    locationUrl: (headers, current, redirect) =>
      joined(getHeader(headers, 'location'), headers, current, redirect),
  },
};

/** A redirect to mixed content is noticed only when the request itself is about to go. */
export const mixedContentAfterPreflight: EngineDecision = {
  id: 'mixed-content-after-preflight',
  what: 'A redirect from https to http is refused as mixed content only after its preflight was sent; by the standard nothing is sent.',
  source: 'Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp; measured with WebKitGTK 2.50',
  scenario: 'redirect-to-mixed-content',
  behaviour: { mixedContentAfterPreflight: true },
};

/** Headers stay on a request that is redirected. */
export const keepsRequestHeaders: EngineDecision = {
  id: 'keeps-request-headers',
  what: 'Authorization set by the page is sent on when a redirect leads to another origin, and Content-Type when a redirect makes the method GET; the standard takes them away.',
  source: 'measured with WebKitGTK 2.50; not measured on Safari',
  scenario: 'authorization-across-redirect',
  behaviour: { dropsHeaderOnRedirect: () => false, dropsBodyHeaders: false },
};

/** A DELETE that is redirected to another origin becomes a GET. */
export const deleteBecomesGet: EngineDecision = {
  id: 'delete-becomes-get',
  what: 'A DELETE that is redirected to another origin becomes a GET whatever the status; by the standard it stays a DELETE but for 303.',
  source:
    'Source/WebKit/NetworkProcess/soup/NetworkDataTaskSoup.cpp, shouldRedirectAsGET (libsoup only); measured with WebKitGTK 2.50',
  scenario: 'delete-redirected-to-other-origin',
  behaviour: {
    redirectsAsGet: (method, status, crossOrigin) =>
      redirectsAsGet(method, status) || (crossOrigin && method === 'DELETE'),
  },
};

/** User name and password in a redirect away from the page's origin come to light late. */
export const credentialsInRedirect: EngineDecision = {
  id: 'credentials-in-redirect-after-preflight',
  what: 'A redirect from the page’s own origin to a URL elsewhere with a user name or password is refused only after the preflight of the next hop, where it needs one; by the standard nothing more is sent.',
  source: 'Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp; measured with WebKitGTK 2.50',
  scenario: 'own-redirect-to-credentials-preflight',
  behaviour: { credentialsInRedirectAfterPreflight: true },
};

/** The credentials of a same-origin request are forgotten too late. */
export const redirectsCheckedWithCredentials: EngineDecision = {
  id: 'redirects-checked-with-credentials',
  what: 'Where a same-origin request with credentials "same-origin" is redirected to another origin that redirects again, that second redirect must pass the CORS check of credentials "include" (no *, Access-Control-Allow-Credentials: true), which is found after the next hop’s preflight; by the standard, and for the last response, it need not.',
  source: 'Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp; measured with WebKitGTK 2.50',
  scenario: 'own-redirect-to-wildcard-redirect',
  behaviour: { checksRedirectsAsCredentialed: true },
};
