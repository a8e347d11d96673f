import type { EngineDecision } from '../engine.js';

/** An IP address has no registrable domain, and so no site to compare. */
export const addressIsNoSite: EngineDecision = {
  id: 'address-is-no-site',
  what: 'Cross-Origin-Resource-Policy: same-site keeps out a page on another port of the same IP address, too; by the standard the same host is the same site.',
  source:
    'services/network/public/cpp/cross_origin_resource_policy.cc, ShouldAllowSameSite; measured with Chromium 156',
  scenario: 'resource-policy-of-address',
  behaviour: { addressIsSite: false },
};
