import {
  extractTokenList,
  getHeader,
  hasHeader,
  includesCredentials,
  isHttpScheme,
  isRedirectStatus,
  isToken,
  parseUrl,
  type Failure,
  type FailureCode,
  type FetchRequest,
  type Outcome,
} from '../../../protocol/index.js';
import { fragmentAt } from '../../support/fragment.js';
import { utf8 } from '../../support/utf8.js';
import { isUnloadable } from '../location-checked-first.js';
import { MESSAGES, RESOURCE_POLICY, WILDCARD_WARNING, type MessageName } from './templates.js';

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
export function consoleLines(outcome: Outcome, asked: FetchRequest, client: Page): string[] {
  return [...wildcardWarnings(outcome, asked), ...reasonLines(outcome, asked, client)];
}

function reasonLines(outcome: Outcome, asked: FetchRequest, client: Page): string[] {
  const { failure } = outcome;
  if (failure?.code === 'cross-origin-resource-policy') {
    return [RESOURCE_POLICY.write({ url: failure.url })];
  }
  if (failure?.code === 'bad-port') return portLines(failure, outcome, asked);
  const name = failure && messageName(failure, outcome);
  if (!failure || !name || isSilent(failure, outcome, client.origin)) return [];
  // What no-cors is refused for is not put down to CORS, but for the network’s own failures.
  if (asked.mode === 'no-cors' && failure.during === 'redirect') return [];
  const failed = line('didNotSucceed', failure);
  if (name === 'didNotSucceed') return failure.during === 'preflight' ? [failed, failed] : [failed];
  // A preflight that redirects to where nobody can go fails before it is refused for that.
  if (failure.during === 'preflight' && leadsNowhere(failure, outcome)) return [failed, failed];
  const reason = line(name, failure);
  if (failure.code === 'preflight-redirect') {
    if (asked.redirect !== 'follow') return [line('preflightStatus', failure), failed];
    return [reason, afterRedirect(failure, outcome), failed];
  }
  if (!isFollowed(failure, outcome, asked)) return [reason];
  const redirected = failure.during === 'preflight' && isRedirect(failure, outcome);
  return redirected && asked.redirect === 'follow' ? [reason, failed, failed] : [reason, failed];
}

/** A port that browsers do not ask is spoken of where a redirect leads to it. */
function portLines(failure: Failure, { exchanges }: Outcome, asked: FetchRequest): string[] {
  const last = exchanges.length - 1;
  if (last < 0 || asked.mode === 'no-cors') return [];
  const url = exchanges[last]!.request.url + fragmentAt(exchanges, last, asked);
  return [line('didNotSucceed', { ...failure, url })];
}

/** A preflight that passed because `*` was taken to cover Authorization brings a warning. */
function wildcardWarnings({ exchanges, failure }: Outcome, asked: FetchRequest): string[] {
  if (asked.credentials === 'include') return [];
  return exchanges.flatMap(({ request, result }, index) => {
    const failed = failure?.during === 'preflight' && failure.exchange === index;
    if (request.kind !== 'preflight' || failed || !('headers' in result)) return [];
    const asks = getHeader(request.headers, 'access-control-request-headers') ?? '';
    const allowed = extractTokenList(result.headers, 'access-control-allow-headers');
    const times = asks.split(',').filter((item) => item === 'authorization');
    if (typeof allowed === 'string') return [];
    const named = allowed.some((name) => name.toLowerCase() === 'authorization');
    if (!allowed.includes('*') || named) return [];
    const url = request.url + fragmentAt(exchanges, index, asked);
    return times.map(() => WILDCARD_WARNING.write({ url }));
  });
}

/**
 * Whether the last response redirects to what no channel is opened for, or,
 * where its CORS check passed, to what is not http(s) or has a user name.
 */
function leadsNowhere({ url, code }: Failure, { exchanges }: Outcome): boolean {
  const result = exchanges[exchanges.length - 1]?.result;
  if (!result || !('status' in result) || !isRedirectStatus(result.status)) return false;
  const location = getHeader(result.headers, 'location');
  if (location === null || location === '') return false;
  const target = parseUrl(location, url);
  if (target === null || isUnloadable(target)) return true;
  return code === 'preflight-redirect' && (!isHttpScheme(target) || includesCredentials(target));
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
function isSilent(
  { code, url, details }: Failure,
  { exchanges }: Outcome,
  origin: string,
): boolean {
  const own = exchanges.every(({ request }) => parseUrl(request.url)?.origin === origin);
  if (!own || parseUrl(url)?.origin !== origin) return false;
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
function isFollowed(failure: Failure, outcome: Outcome, asked: FetchRequest): boolean {
  if (failure.during === 'preflight') return true;
  return asked.redirect === 'follow' && isRedirect(failure, outcome);
}

/** Whether the response that failed is a redirect. */
function isRedirect({ details }: Failure, { exchanges }: Outcome): boolean {
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
  const counted = lines.length > 1 && lines.every(([sent]) => sent === COUNTED);
  return counted ? 'multipleAllowOrigin' : name;
}

/** Only lines in this very spelling are counted: the decision `allow-origin-lines`. */
const COUNTED = 'Access-Control-Allow-Origin';

/** The first item of a list that is no token. */
function firstInvalidToken(value: string): string {
  const items = value.split(',').map((item) => item.replace(/^[\t ]+|[\t ]+$/g, ''));
  return items.find((item) => item !== '' && !isToken(item)) ?? '';
}
