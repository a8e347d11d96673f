import type { rule } from '../../rules/url-not-fetchable.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'This URL cannot be called',
  cause: ({ url, why }) =>
    why === 'unparsable'
      ? `${code(url)} is not a valid URL.`
      : why === 'scheme'
        ? `${code(url)} is neither http nor https, and only those can be called from another origin.`
        : 'The URL has a user name or password in it, and fetch() refuses such URLs.',
  change: ({ why }) => [
    why === 'credentials'
      ? 'Take them out of the URL and send an `Authorization` header.'
      : 'Call an http or https URL, with the scheme written out.',
  ],
};
