import { getHeader, isCorsNonWildcardRequestHeader } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';
import { sameLocations } from '../support/same-locations.js';

/** A redirect status is a redirect only together with a Location that says something. */
export const redirectNeedsLocation: EngineDecision = {
  id: 'redirect-needs-location',
  what: 'A redirect status without Location, or with an empty one, is an ordinary response, also with redirect: "error"; by the standard that mode looks at the status alone, an empty Location redirects to the same URL, and two Location lines are a failure even when they are the same.',
  source: 'net/http/http_response_headers.cc, IsRedirect; measured with Chromium 156',
  scenario: 'empty-location',
  behaviour: {
    redirectNeedsLocation: true,
    locationUrl: (headers, current) =>
      getHeader(headers, 'location') === '' ? 'absent' : sameLocations(headers, current),
  },
};

const CLIENT_HINTS = new Set([
  'device-memory',
  'dpr',
  'width',
  'viewport-width',
  'rtt',
  'downlink',
  'ect',
]);

/** Client hints do not follow a redirect to an origin other than the page's. */
export const clientHintsDroppedOnRedirect: EngineDecision = {
  id: 'client-hints-dropped-on-redirect',
  what: 'Client hints that the page set, but for Save-Data, are not sent on when a redirect leads to any origin other than the page’s; the standard takes only Authorization away, and only from one origin to another.',
  source: 'third_party/blink/renderer/platform/loader/fetch/; measured with Chromium 156',
  scenario: 'client-hints-across-redirect',
  behaviour: {
    dropsHeaderOnRedirect: (name, crossOrigin, toPage) =>
      (crossOrigin && isCorsNonWildcardRequestHeader(name)) || (!toPage && CLIENT_HINTS.has(name)),
  },
};

/** fetch() does not follow redirects to URLs with a user name or password, whatever their origin. */
export const credentialsInRedirect: EngineDecision = {
  id: 'credentials-in-redirect',
  what: 'A redirect of fetch() to a URL with a user name or password fails also within the page’s origin and in modes no-cors and same-origin; XMLHttpRequest follows it, as by the standard both do. Where CORS forbids such a redirect, that is found before redirect: "error" is.',
  source:
    'third_party/blink/renderer/core/loader/base_fetch_context.cc, ShouldBlockFetchAsCredentialedSubresource; measured with Chromium 156',
  scenario: 'own-redirect-to-own-credentials',
  behaviour: {
    refusesCredentialsInRedirect: (initiator) => initiator === 'fetch',
    redirectCredentialsBeforeMode: true,
  },
};

/** A no-cors request hides its origin from where redirects lead. */
export const originHiddenOnNoCorsRedirect: EngineDecision = {
  id: 'origin-hidden-on-no-cors-redirect',
  what: 'In mode no-cors, a POST that is redirected from one origin to another carries Origin: null there, also when it comes from the page’s own origin; by the standard only from the second change of origin on.',
  source: 'net/url_request/redirect_util.cc, UpdateHttpRequest; measured with Chromium 156',
  scenario: 'no-cors-post-redirected-away',
  behaviour: { hidesOriginOnNoCorsRedirect: true },
};
