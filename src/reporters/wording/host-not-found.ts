import type { rule } from '../../rules/host-not-found.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The host name cannot be found',
  cause: ({ host }) =>
    `The name ${code(host)} cannot be found in DNS, so the browser has nobody to ask.`,
  change: () => [
    'Check the spelling of the host name in the page, and that its DNS record exists.',
    'Inside a VPN or a cluster the name may be known there only: the browser must be there, too.',
  ],
};
