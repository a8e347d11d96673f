import { getHeader, locationUrl } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** `Location:` with nothing behind it is no redirect. */
export const emptyLocation: EngineDecision = {
  id: 'empty-location',
  what: 'A redirect status with an empty Location is an ordinary response; by the standard it redirects to the same URL.',
  source: 'net/http/http_response_headers.cc, IsRedirect; measured with Chromium 156',
  scenario: 'empty-location',
  behaviour: {
    locationUrl: (headers, current) =>
      getHeader(headers, 'location') === '' ? 'absent' : locationUrl(headers, current),
  },
};
