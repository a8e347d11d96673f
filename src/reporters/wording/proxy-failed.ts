import type { rule } from '../../rules/proxy-failed.js';
import type { RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The proxy did not let it through',
  cause: ({ detail }) => `The proxy did not pass the request on: ${detail}.`,
  change: () => ['Check the address of `--proxy` and its user and password.'],
};
