import type { rule } from '../../rules/method-not-allowed.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'The method is not allowed',
  cause: ({ method, allowed }) =>
    allowed === null
      ? `The page wants to send ${method}, and the preflight's response has no \`Access-Control-Allow-Methods\`.`
      : `The page wants to send ${method}, and the preflight's response allows only ${code(allowed)}.`,
  change: ({ method }) => [
    `Add ${code(method)} to \`Access-Control-Allow-Methods\` of the response to OPTIONS.`,
  ],
};
