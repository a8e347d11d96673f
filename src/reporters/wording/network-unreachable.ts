import type { rule } from '../../rules/network-unreachable.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The network cannot be reached',
  cause: ({ host }) => `There is no way from this machine to ${code(host)}.`,
  change: () => ['Check the network or VPN connection, and that the address is right.'],
};
