import {
  CANNOT_LOAD,
  MESSAGES,
  REDIRECT_DENIED,
  UNSAFE_ATTEMPT,
  type MessageName,
} from '../../engines/webkit/messages/templates.js';
import type { FailureCode } from '../../protocol/index.js';
import type { ConsoleEntry, ReasonEntry } from './entry.js';

/** The failures behind each reason; what is not about CORS is among the foreign messages. */
const CODES: Readonly<Record<Exclude<MessageName, 'resourcePolicy'>, readonly FailureCode[]>> = {
  originNotAllowed: [
    'allow-origin-missing',
    'allow-origin-mismatch',
    'invalid-allow-origin-value',
    'multiple-allow-origin-values',
  ],
  multipleOrigins: [
    'multiple-allow-origin-values',
    'invalid-allow-origin-value',
    'allow-origin-mismatch',
  ],
  wildcardWithCredentials: ['wildcard-origin-with-credentials'],
  allowCredentials: ['allow-credentials-not-true'],
  preflightStatus: ['preflight-status-not-ok', 'preflight-redirect'],
  methodNotAllowed: ['method-not-allowed'],
  headerNotAllowed: ['header-not-allowed'],
  invalidAllowMethods: ['allow-methods-malformed'],
  invalidAllowHeaders: ['allow-headers-malformed'],
  redirectCredentials: ['redirect-includes-credentials'],
  redirectScheme: ['redirect-scheme-not-http', 'redirect-location-invalid'],
  ftp: ['redirect-scheme-not-http'],
  tooManyRedirects: ['too-many-redirects'],
  notAllowed: ['mixed-content', 'no-cors-redirect-mode'],
  redirectNotFollowed: ['redirect-mode-error'],
};

const OF_PREFLIGHT = /^(preflightStatus|methodNot|headerNot|invalidAllow)/;

function reason(name: keyof typeof CODES, text: string): ReasonEntry {
  return {
    role: 'reason',
    engine: 'webkit',
    text: text.replace(/\.?( Status code: \{status\})?$/, ''),
    codes: CODES[name],
    meaning: MESSAGES[name].meaning,
    ...(OF_PREFLIGHT.test(name) ? { during: 'preflight' } : {}),
  };
}

/** WebKit's lines, as they are and as they were. */
export const WEBKIT: readonly ConsoleEntry[] = [
  {
    role: 'place',
    engine: 'webkit',
    text: CANNOT_LOAD.text.replace('{api}', 'Fetch API').replace(/\.$/, ''),
    behind: true,
    alone: refused(),
  },
  {
    role: 'place',
    engine: 'webkit',
    text: CANNOT_LOAD.text.replace('{api}', 'XMLHttpRequest').replace(/\.$/, ''),
    behind: true,
    alone: refused(),
  },
  // Chromium said so, too, up to version 58, with the reason behind it.
  ...['Fetch API cannot load {url}', 'XMLHttpRequest cannot load {url}'].map(
    (text): ConsoleEntry => ({
      role: 'place',
      engine: null,
      text,
      alone: {
        engine: 'webkit',
        codes: ['same-origin-mode', 'mixed-content'],
        meaning: 'The browser did not load this URL, and this line does not say why.',
      },
    }),
  ),
  ...Object.keys(CODES).map((name) => {
    const known = name as keyof typeof CODES;
    return reason(known, MESSAGES[known].reason.text);
  }),
  {
    ...reason('redirectScheme', UNSAFE_ATTEMPT.text),
    codes: ['same-origin-mode', 'redirect-scheme-not-http'],
    meaning: 'The mode "same-origin" forbids the redirect to another origin.',
  },
  { role: 'suffix', engine: 'webkit', text: REDIRECT_DENIED.text.replace(': {reason}', '') },
];

function refused(): { codes: readonly FailureCode[]; meaning: string } {
  return {
    codes: [
      'mixed-content',
      'redirect-scheme-not-http',
      'redirect-includes-credentials',
      'redirect-mode-error',
      'network-failure',
    ],
    meaning: 'The reason stands in the line before this one.',
  };
}
