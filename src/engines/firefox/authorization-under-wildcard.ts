import type { EngineDecision } from '../engine.js';

/** `Access-Control-Allow-Headers: *` covers Authorization, too. */
export const authorizationUnderWildcard: EngineDecision = {
  id: 'authorization-under-wildcard',
  what: 'Access-Control-Allow-Headers: * covers Authorization, with a deprecation notice; by the standard it never does.',
  source: 'network.cors_preflight.authorization_covered_by_wildcard; measured with Firefox 153',
  scenario: 'authorization-under-wildcard',
  behaviour: { isNonWildcardRequestHeader: () => false },
};
