import type { EngineDecision } from '../engine.js';

/** `Access-Control-Allow-Headers: *` covers Authorization, too. */
export const authorizationUnderWildcard: EngineDecision = {
  id: 'authorization-under-wildcard',
  what: 'Access-Control-Allow-Headers: * covers Authorization, with a deprecation notice; by the standard it never does.',
  source:
    'https://chromestatus.com/feature/5742041264816128; services/network/public/cpp/cors/preflight_result.cc; measured with Chromium 156',
  scenario: 'authorization-under-wildcard',
  behaviour: { isNonWildcardRequestHeader: () => false },
};
