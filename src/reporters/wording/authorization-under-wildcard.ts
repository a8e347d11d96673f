import type { rule } from '../../rules/authorization-under-wildcard.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The wildcard does not cover Authorization',
  cause: ({ allowed }) =>
    `The page sends \`Authorization\`, and the server allows \`Access-Control-Allow-Headers: ${allowed}\`: \`*\` covers every header but this one.`,
  change: () => [`Name it: ${code('Access-Control-Allow-Headers: *, Authorization')}.`],
};
