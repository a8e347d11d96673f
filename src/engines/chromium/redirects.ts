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
  'save-data',
]);

/** Client hints do not follow a redirect to another origin. */
export const clientHintsDroppedOnRedirect: EngineDecision = {
  id: 'client-hints-dropped-on-redirect',
  what: 'Client hints that the page set are not sent on when a redirect leads to another origin; the standard takes only Authorization away.',
  source: 'third_party/blink/renderer/platform/loader/fetch/; measured with Chromium 156',
  scenario: 'client-hints-across-redirect',
  behaviour: {
    dropsHeaderOnCrossOriginRedirect: (name) =>
      isCorsNonWildcardRequestHeader(name) || CLIENT_HINTS.has(name),
  },
};
