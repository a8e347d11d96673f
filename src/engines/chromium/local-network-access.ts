import type { EngineDecision } from '../engine.js';

/** Pages are kept from less public networks. */
export const localNetworkAccess: EngineDecision = {
  id: 'local-network-access',
  what: 'A request from a public page to an address in the local network or on this machine, at any hop and in every mode, needs the user’s permission, and a page that is no secure context is refused outright; the Fetch Standard has no such check, Local Network Access is a specification of its own. The simulation checks it where a scenario says the address spaces, and takes permission not to be given.',
  since: '142',
  source:
    'https://wicg.github.io/local-network-access/; services/network/private_network_access_checker.cc; measured with Chromium 156',
  scenario: 'local-network-from-public-page',
  behaviour: { guardsLocalNetwork: true },
};
