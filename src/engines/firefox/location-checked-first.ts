import type { UrlRecord } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';
import { sameLocations } from '../support/same-locations.js';

/** Schemes of Firefox to which no page may be led, so that no channel is opened; about: but for about:blank. */
const UNLOADABLE = new Set([
  'about:',
  'blob:',
  'chrome:',
  'data:',
  'file:',
  'jar:',
  'javascript:',
  'moz-extension:',
  'moz-icon:',
  'moz-safe-about:',
  'page-icon:',
  'resource:',
  'view-source:',
  'ws:',
  'wss:',
]);

/** Whether a redirect to this URL fails before anything else. */
export function isUnloadable({ protocol, href }: UrlRecord): boolean {
  return UNLOADABLE.has(protocol) && !/^about:blank(?![^?#])/.test(href);
}

/** The network stack looks at Location before the CORS check sees the response. */
export const locationCheckedFirst: EngineDecision = {
  id: 'location-checked-first',
  what: 'A redirect with an invalid Location, or to a scheme that pages may not go to (data:, blob:, file:, ws: …), fails before its CORS check; two Location lines count as one when they are the same, and bytes of Location that are not ASCII are escaped one by one. By the standard the CORS check comes first, two lines are a failure, and bytes stand for code points, which are escaped in UTF-8. The verdict is the same, the console says only that the request did not succeed.',
  source:
    'netwerk/protocol/http/nsHttpChannel.cpp, AsyncProcessRedirection; measured with Firefox 153',
  scenario: 'location-checked-first',
  behaviour: {
    locationUrl: sameLocations,
    refusesRedirectEarly: (location, mode) => {
      if (location === 'absent' || mode !== 'follow') return null;
      if (location === 'failure') return 'redirect-location-invalid';
      return isUnloadable(location) ? 'redirect-scheme-not-http' : null;
    },
  },
};
