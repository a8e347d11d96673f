import type { EngineDecision } from '../engine.js';

/** A preflight that is redirected fails for that, whatever its headers say. */
export const preflightRedirectFirst: EngineDecision = {
  id: 'preflight-redirect-first',
  what: 'A redirected preflight is refused for the redirect before its CORS check; by the standard the CORS check comes first. The verdict is the same.',
  source: 'services/network/cors/preflight_controller.cc; measured with Chromium 156',
  scenario: 'preflight-redirect',
  behaviour: { checksPreflightBeforeRedirect: false },
};
