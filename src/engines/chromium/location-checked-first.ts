import type { EngineDecision } from '../engine.js';

/** The network stack looks at Location before the CORS check sees the response. */
export const locationCheckedFirst: EngineDecision = {
  id: 'location-checked-first',
  what: 'A redirect with an invalid Location fails before its CORS check; by the standard the CORS check comes first. The verdict is the same, the console says nothing of CORS.',
  source: 'net/url_request/redirect_util.cc (ERR_INVALID_REDIRECT); measured with Chromium 156',
  scenario: 'location-checked-first',
  behaviour: {
    refusesRedirectEarly: (location) =>
      location === 'failure' ? 'redirect-location-invalid' : null,
  },
};
