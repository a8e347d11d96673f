import type { rule } from '../../rules/request-not-allowed-by-the-api.js';
import { code, type RuleWording } from './wording.js';

const WHY: Readonly<Record<string, (what: string) => string>> = {
  'method-forbidden': (what) => `Pages may not use the method ${code(what)}.`,
  'method-invalid': (what) => `${code(what)} is not an HTTP method.`,
  'no-cors-method': (what) =>
    `With \`mode: 'no-cors'\` only GET, HEAD and POST can be used, not ${code(what)}.`,
  'header-name-invalid': (what) => `${code(what)} is not a header name.`,
  'header-value-invalid': (what) =>
    `The value of ${code(what)} has a character that no header value may have.`,
  'body-with-get-or-head': (what) => `A ${what} request cannot have a body.`,
};

export const wording: RuleWording<typeof rule> = {
  title: 'The browser cannot even make this request',
  cause: ({ code: why, what }) =>
    `${WHY[why]?.(what) ?? 'The request is not valid.'} The call throws before anything is sent.`,
  change: ({ code: why }) => [
    why === 'body-with-get-or-head'
      ? 'Put the data into the query, or use POST.'
      : why === 'no-cors-method'
        ? "Leave out `mode: 'no-cors'`."
        : 'Correct it in the page.',
  ],
};
