import { MESSAGES, type MessageName } from '../../engines/firefox/messages/templates.js';
import type { FailureCode } from '../../protocol/index.js';
import type { ConsoleEntry, PlaceEntry, ReasonEntry } from './entry.js';

/** The failures behind each reason. */
const CODES: Readonly<Record<MessageName, readonly FailureCode[]>> = {
  didNotSucceed: [
    'network-failure',
    'redirect-includes-credentials',
    'redirect-scheme-not-http',
    'redirect-location-invalid',
    'too-many-redirects',
    'preflight-redirect',
    'bad-port',
  ],
  allowOriginMissing: ['allow-origin-missing'],
  multipleAllowOrigin: [
    'multiple-allow-origin-values',
    'invalid-allow-origin-value',
    'allow-origin-mismatch',
  ],
  allowOriginMismatch: [
    'allow-origin-mismatch',
    'multiple-allow-origin-values',
    'invalid-allow-origin-value',
  ],
  wildcardWithCredentials: ['wildcard-origin-with-credentials'],
  allowCredentials: ['allow-credentials-not-true'],
  preflightStatus: ['preflight-status-not-ok', 'preflight-redirect'],
  methodNotFound: ['method-not-allowed'],
  invalidAllowMethod: ['allow-methods-malformed'],
  invalidAllowHeader: ['allow-headers-malformed'],
  headerNotAllowed: ['header-not-allowed'],
  externalRedirect: ['preflight-redirect'],
  notHttp: ['scheme-not-http', 'redirect-scheme-not-http'],
};

const OF_PREFLIGHT: ReadonlySet<MessageName> = new Set<MessageName>([
  'preflightStatus',
  'methodNotFound',
  'invalidAllowMethod',
  'invalidAllowHeader',
  'headerNotAllowed',
  'externalRedirect',
]);

function reason(name: MessageName, text: string): ReasonEntry {
  return {
    role: 'reason',
    engine: 'firefox',
    text,
    codes: CODES[name],
    meaning: MESSAGES[name].meaning,
    ...(OF_PREFLIGHT.has(name) ? { during: 'preflight' } : {}),
    ...(name === 'didNotSucceed' ? { followUp: true } : {}),
  };
}

/** What stands behind "Reason:", up to the status. */
function reasonOf(line: string): string {
  const from = line.indexOf('(Reason: ') + '(Reason: '.length;
  return line.slice(from).replace(/\)\.( Status code: \{status\}\.)?$/, '');
}

/** How older versions said it. */
const OLDER: readonly (readonly [MessageName, string])[] = [
  [
    'headerNotAllowed',
    'missing token ‘{name}’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight',
  ],
  ['preflightStatus', 'CORS preflight channel did not succeed'],
  ['didNotSucceed', 'CORS request failed'],
  ['allowCredentials', 'missing ‘true’ in CORS header ‘Access-Control-Allow-Credentials’'],
  [
    'methodNotFound',
    'missing token ‘{method}’ in CORS header ‘Access-Control-Allow-Methods’ from CORS preflight',
  ],
];

const START =
  'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at';
const place = (text: string): PlaceEntry => ({ role: 'place', engine: 'firefox', text });

/** Firefox's lines, as they are and as they were. */
export const FIREFOX: readonly ConsoleEntry[] = [
  place(`${START} {url}. (Reason:`),
  place(`${START} {url}`),
  {
    ...place(
      `${START} {url}. This can be fixed by moving the resource to the same domain or enabling CORS`,
    ),
    alone: {
      codes: ['allow-origin-missing', 'allow-origin-mismatch'],
      meaning: 'The response does not allow the page’s origin; this old version does not say how.',
    },
  },
  {
    ...place('Security Error: Content at {page} may not load data from {url}'),
    alone: {
      codes: ['same-origin-mode'],
      meaning: 'The mode "same-origin" forbids requests to another origin.',
    },
  },
  ...Object.entries(MESSAGES).map(([name, { line }]) =>
    reason(name as MessageName, reasonOf(line.text)),
  ),
  ...OLDER.map(([name, text]) => reason(name, text)),
  { role: 'suffix', engine: 'firefox', text: 'Status code: {status}' },
];
