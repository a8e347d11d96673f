import {
  getHeader,
  hasHeader,
  isRedirectStatus,
  isToken,
  parseUrl,
  type Failure,
  type FailureCode,
  type FetchRequest,
  type Outcome,
} from '../../../protocol/index.js';
import { utf8 } from '../../support/utf8.js';
import { MESSAGES, type MessageName } from './templates.js';

const ALLOW_ORIGIN = 'access-control-allow-origin';

const BY_FAILURE: Partial<Record<FailureCode, MessageName>> = {
  'allow-origin-missing': 'allowOriginMissing',
  'multiple-allow-origin-values': 'allowOriginMismatch',
  'invalid-allow-origin-value': 'allowOriginMismatch',
  'allow-origin-mismatch': 'allowOriginMismatch',
  'wildcard-origin-with-credentials': 'wildcardWithCredentials',
  'allow-credentials-not-true': 'allowCredentials',
  'preflight-status-not-ok': 'preflightStatus',
  'preflight-redirect': 'externalRedirect',
  'allow-methods-malformed': 'invalidAllowMethod',
  'allow-headers-malformed': 'invalidAllowHeader',
  'method-not-allowed': 'methodNotFound',
  'header-not-allowed': 'headerNotAllowed',
  'network-failure': 'didNotSucceed',
  'redirect-includes-credentials': 'didNotSucceed',
  'redirect-scheme-not-http': 'didNotSucceed',
  'redirect-location-invalid': 'didNotSucceed',
  'too-many-redirects': 'didNotSucceed',
};

/**
 * Firefox's console lines. A preflight or a redirect that is refused makes the
 * request itself fail, too, which is a line of its own after the reason.
 */
export function consoleLines(outcome: Outcome, _asked: FetchRequest, client: Page): string[] {
  const { failure } = outcome;
  const name = failure && messageName(failure, outcome);
  if (!failure || !name || isSilent(failure, client)) return [];
  const failed = line('didNotSucceed', failure);
  if (name === 'didNotSucceed') return failure.during === 'preflight' ? [failed, failed] : [failed];
  const reason = line(name, failure);
  if (failure.code === 'preflight-redirect') {
    return [reason, afterRedirect(failure, outcome), failed];
  }
  return isFollowed(failure, outcome) ? [reason, failed] : [reason];
}

interface Page {
  readonly origin: string;
}

function line(name: MessageName, { url, details }: Failure): string {
  return MESSAGES[name].line.write({
    url,
    status: name === 'didNotSucceed' ? '(null)' : String(details.status ?? '(null)'),
    value: utf8(details.value ?? ''),
    name: details.name ?? '',
    token: utf8(firstInvalidToken(details.value ?? '')),
  });
}

/** Nothing is said of CORS as long as nothing has been cross-origin. */
function isSilent({ code, url, details }: Failure, { origin }: Page): boolean {
  if (parseUrl(url)?.origin !== origin) return false;
  const target = parseUrl(details.location ?? '', url);
  return code.startsWith('redirect-') || code === 'too-many-redirects'
    ? code !== 'redirect-includes-credentials' || target?.origin === origin
    : false;
}

/**
 * The refused redirect of a preflight is judged once more: by then its origin is
 * null where the redirect leads to another origin, else the status is at fault.
 */
function afterRedirect(failure: Failure, { exchanges }: Outcome): string {
  const { url, details } = failure;
  const result = exchanges[failure.exchange]?.result;
  const allowed = result && 'headers' in result ? getHeader(result.headers, ALLOW_ORIGIN) : null;
  const tainted = parseUrl(details.location ?? '', url)?.origin !== parseUrl(url)?.origin;
  if (!tainted || allowed === '*' || allowed === 'null') return line('preflightStatus', failure);
  return line('allowOriginMismatch', { ...failure, details: { ...details, value: allowed } });
}

/** Whether the reason is followed by a second line: after a failed preflight or redirect the request itself fails, too. */
function isFollowed({ during, details }: Failure, { exchanges }: Outcome): boolean {
  if (during === 'preflight') return true;
  const result = exchanges[exchanges.length - 1]?.result;
  const headers = result && 'headers' in result ? result.headers : [];
  return isRedirectStatus(details.status ?? 0) && hasHeader(headers, 'location');
}

/** The part of MDN's address that explains the failure, or null. */
export function failureName(outcome: Outcome): string | null {
  const name = outcome.failure && messageName(outcome.failure, outcome);
  return name ? MESSAGES[name].mdn : null;
}

function messageName(failure: Failure, { exchanges }: Outcome): MessageName | undefined {
  const name = BY_FAILURE[failure.code];
  if (name !== 'allowOriginMismatch') return name;
  const result = exchanges[failure.exchange]?.result;
  const headers = result && 'headers' in result ? result.headers : [];
  const lines = headers.filter(([sent]) => sent.toLowerCase() === 'access-control-allow-origin');
  return lines.length > 1 && lines.every(([sent]) => sent === COUNTED)
    ? 'multipleAllowOrigin'
    : name;
}

/** Only lines in this very spelling are counted; of others the joined value is compared. */
const COUNTED = 'Access-Control-Allow-Origin';

/** The first item of a list that is no token. */
function firstInvalidToken(value: string): string {
  const items = value.split(',').map((item) => item.replace(/^[\t ]+|[\t ]+$/g, ''));
  return items.find((item) => item !== '' && !isToken(item)) ?? '';
}
