import {
  MESSAGES,
  OF_PREFLIGHT,
  PREFIX,
  PREFIX_REDIRECTED,
  type MessageName,
} from '../../engines/chromium/messages/templates.js';
import type { FailureCode } from '../../protocol/index.js';
import type { ConsoleEntry, PlaceEntry, ReasonEntry } from './entry.js';

/** The reasons that are CORS proper; Local Network Access is among the foreign messages. */
type CorsName = Exclude<MessageName, 'LocalNetworkAccessPermissionDenied' | 'InsecureLocalNetwork'>;

/** The failures behind each reason. */
const CODES: Readonly<Record<CorsName, readonly FailureCode[]>> = {
  MissingAllowOriginHeader: ['allow-origin-missing'],
  WildcardOriginNotAllowed: ['wildcard-origin-with-credentials'],
  MultipleAllowOriginValues: ['multiple-allow-origin-values'],
  InvalidAllowOriginValue: ['invalid-allow-origin-value'],
  AllowOriginMismatch: ['allow-origin-mismatch'],
  InvalidAllowCredentials: ['allow-credentials-not-true'],
  PreflightInvalidStatus: ['preflight-status-not-ok'],
  PreflightDisallowedRedirect: ['preflight-redirect'],
  InvalidAllowMethodsPreflightResponse: ['allow-methods-malformed'],
  InvalidAllowHeadersPreflightResponse: ['allow-headers-malformed'],
  MethodDisallowedByPreflightResponse: ['method-not-allowed'],
  HeaderDisallowedByPreflightResponse: ['header-not-allowed'],
  CorsDisabledScheme: ['redirect-scheme-not-http', 'scheme-not-http'],
  RedirectContainsCredentials: ['redirect-includes-credentials'],
};

/** The reasons that only a preflight can have. */
const OF_PREFLIGHTS = /^(Preflight|InvalidAllow(Methods|Headers)|MethodDis|HeaderDis)/;

function reason(name: CorsName, text: string): ReasonEntry {
  return {
    role: 'reason',
    engine: 'chromium',
    text: text.replace(/\.$/, ''),
    codes: CODES[name],
    meaning: MESSAGES[name].meaning,
    ...(OF_PREFLIGHTS.test(name) ? { during: 'preflight' } : {}),
  };
}

/** How older versions said it. */
const OLDER: readonly (readonly [CorsName, string])[] = [
  [
    'WildcardOriginNotAllowed',
    "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true",
  ],
  [
    'WildcardOriginNotAllowed',
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the credentials flag is true",
  ],
  [
    'InvalidAllowCredentials',
    "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is '{value}'. It must be 'true' to allow credentials",
  ],
  [
    'InvalidAllowCredentials',
    "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' which must be 'true' when the credentials flag is",
  ],
  ['PreflightInvalidStatus', 'Response for preflight has invalid HTTP status code {status}'],
  ['PreflightInvalidStatus', 'Response for preflight does not have HTTP ok status'],
  ['PreflightInvalidStatus', 'Invalid HTTP status code {status}'],
  ['PreflightDisallowedRedirect', 'Response for preflight is invalid (redirect)'],
  [
    'PreflightDisallowedRedirect',
    "The request was redirected to '{location}', which is disallowed for cross-origin requests that require preflight",
  ],
  [
    'HeaderDisallowedByPreflightResponse',
    'Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response',
  ],
  [
    'RedirectContainsCredentials',
    "The request was redirected to a URL ('{location}') which contains a username and password",
  ],
  ['CorsDisabledScheme', 'Cross origin requests are only supported for HTTP'],
];

const place = (text: string): PlaceEntry => ({ role: 'place', engine: 'chromium', text });

/** Chromium's lines, as they are and as they were. */
export const CHROMIUM: readonly ConsoleEntry[] = [
  place(PREFIX.text.replace(/: $/, '')),
  place(PREFIX_REDIRECTED.text.replace(/: $/, '')),
  place("(redirected from '{from}') from origin '{origin}' has been blocked by CORS policy"),
  place("from origin '{origin}' has been blocked by CORS policy"),
  place("Redirect from '{from}' to '{url}' has been blocked by CORS policy"),
  place("Redirect at '{url}' from origin '{origin}' has been blocked by CORS policy"),
  place('has been blocked by CORS policy'),
  place('Failed to load {url}'),
  {
    role: 'place',
    engine: 'chromium',
    text: 'Fetch API cannot load {url}. Request mode is "same-origin" but the URL\'s origin is not same as the request origin {origin}.',
    alone: {
      codes: ['same-origin-mode'],
      meaning: 'The mode "same-origin" forbids requests to another origin.',
    },
  },
  {
    role: 'place',
    engine: 'chromium',
    text: 'Fetch API cannot load {url}. Request mode is "no-cors" but the redirect mode is not "follow"',
    alone: {
      codes: ['no-cors-redirect-mode'],
      meaning: 'The mode "no-cors" works only with redirect: "follow".',
    },
  },
  {
    ...place(
      'Unsafe attempt to load URL {url} from frame with URL {page}. Domains, protocols and ports must match',
    ),
    alone: {
      codes: ['same-origin-mode'],
      meaning: 'The mode "same-origin" forbids requests to another origin, also after a redirect.',
    },
  },
  ...Object.keys(CODES).map((name) => {
    const known = name as CorsName;
    return reason(known, MESSAGES[known].reason.text);
  }),
  ...OLDER.map(([name, text]) => reason(name, text)),
  {
    role: 'suffix',
    engine: 'chromium',
    text: OF_PREFLIGHT.replace(/: $/, ''),
    during: 'preflight',
  },
  { role: 'suffix', engine: 'chromium', text: "Origin '{origin}' is therefore not allowed access" },
  { role: 'suffix', engine: 'chromium', text: 'The response had HTTP status code {status}' },
];
