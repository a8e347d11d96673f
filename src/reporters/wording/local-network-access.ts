import type { rule } from '../../rules/local-network-access.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'A public page calls into the local network',
  cause: ({ host, space, secure }) =>
    `${code(host)} is ${space === 'loopback' ? 'this machine itself' : 'in the local network'}, and the page is public: Chromium (since 142) asks the user for permission first` +
    (secure
      ? ', and refuses when it is not given.'
      : ', and refuses outright because the page is not https.'),
  change: ({ secure }) => [
    ...(secure ? [] : ['Serve the page by https.']),
    'Allow local network access in the site settings of the browser, or serve page and API from the same network.',
  ],
};
