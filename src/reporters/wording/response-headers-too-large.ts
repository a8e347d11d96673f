import type { rule } from '../../rules/response-headers-too-large.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The response headers do not end',
  cause: ({ host }) => `${code(host)} sends more response headers than any browser accepts.`,
  change: () => ['Look for a cookie or header that grows with each request.'],
};
