import type {
  Failure,
  FailureCode,
  FetchRequest,
  Outcome,
  UrlRecord,
} from '../../../protocol/index.js';
import { isRedirectStatus, parseUrl } from '../../../protocol/index.js';
import { fragmentAt, inheritFragment } from '../../support/fragment.js';
import { repairedUtf8 } from '../../support/utf8.js';
import { firstInHeaderMap } from './header-map.js';
import {
  CANNOT_LOAD,
  MESSAGES,
  REDIRECT_DENIED,
  SAME_ORIGIN_MODE,
  UNSAFE_ATTEMPT,
  type MessageName,
} from './templates.js';

const BY_FAILURE: Partial<Record<FailureCode, MessageName>> = {
  'allow-origin-missing': 'originNotAllowed',
  'multiple-allow-origin-values': 'originNotAllowed',
  'invalid-allow-origin-value': 'originNotAllowed',
  'allow-origin-mismatch': 'originNotAllowed',
  'wildcard-origin-with-credentials': 'wildcardWithCredentials',
  'allow-credentials-not-true': 'allowCredentials',
  'preflight-status-not-ok': 'preflightStatus',
  'preflight-redirect': 'preflightStatus',
  'method-not-allowed': 'methodNotAllowed',
  'header-not-allowed': 'headerNotAllowed',
  'allow-methods-malformed': 'invalidAllowMethods',
  'allow-headers-malformed': 'invalidAllowHeaders',
  'redirect-mode-error': 'redirectNotFollowed',
  'redirect-includes-credentials': 'redirectCredentials',
  'redirect-scheme-not-http': 'redirectScheme',
  'redirect-location-invalid': 'redirectScheme',
  'too-many-redirects': 'tooManyRedirects',
  'no-cors-redirect-mode': 'notAllowed',
  'mixed-content': 'notAllowed',
  'cross-origin-resource-policy': 'resourcePolicy',
};

interface Where {
  readonly origin: string;
  readonly context?: 'window' | 'worker';
}

/** WebKit's pair of lines: the reason, then the URL. */
export function consoleLines(outcome: Outcome, asked: FetchRequest, client: Where): string[] {
  const { failure } = outcome;
  // What a worker does is not printed.
  if (!failure || client.context === 'worker') return [];
  const api = asked.initiator === 'xhr' ? 'XMLHttpRequest' : 'Fetch API';
  const { url } = failure;
  if (isFtp(failure)) {
    return [
      MESSAGES.ftp.reason.write({}),
      CANNOT_LOAD.write({ api, url: firstAway(outcome, asked, client) }),
    ];
  }
  if (asked.mode === 'same-origin' && leadsAway(failure, outcome)) {
    return awayLines(failure, outcome, client.origin, api);
  }
  const { exchanges } = outcome;
  const last = exchanges.findLastIndex(({ request }) => request.kind === 'request');
  if (failure.code === 'mixed-content' && last >= 0) {
    const shown = exchanges[last]!.request.url + fragmentAt(exchanges, last, asked);
    return [CANNOT_LOAD.write({ api, url: shown })];
  }
  const own = isOwn(outcome, client);
  if (isUnsaid(failure, own, asked)) return [];
  if (own && isMixedContent(failure, client)) return [CANNOT_LOAD.write({ api, url })];
  const ownMode = asked.mode === 'same-origin' && failure.code === 'mixed-content';
  if (failure.code === 'same-origin-mode' || ownMode) return [SAME_ORIGIN_MODE.write({ api, url })];
  const name = failure.during === 'preflight' ? ofPreflight(failure) : BY_FAILURE[failure.code];
  if (!name) return [];
  const reason = reasonOf(failure, name, outcome, asked);
  const target = parseUrl(url);
  const full = target === null ? url : withoutCredentials(target);
  const shown = name === 'notAllowed' ? full.replace(/#.*$/, '') : full;
  return [denied(failure, name, reason), CANNOT_LOAD.write({ api, url: shown })];
}

/** An https page's own redirect to a scheme that is not secure counts as mixed content; data and about are (SchemeRegistry). */
function isMixedContent(failure: Failure, { origin }: Where): boolean {
  const scheme = redirectTarget(failure)?.protocol ?? '';
  const toScheme =
    failure.code === 'redirect-scheme-not-http' && scheme !== 'data:' && scheme !== 'about:';
  const toUser = failure.code === 'redirect-includes-credentials';
  return origin.startsWith('https:') && (toScheme || (toUser && scheme === 'http:'));
}

/** A preflight's redirect is nothing but a status, wherever it leads. */
function ofPreflight({ code }: Failure): MessageName | undefined {
  return code.startsWith('redirect-') ? 'preflightStatus' : BY_FAILURE[code];
}

/** WebKit has no names for its failures. */
export function failureName(): string | null {
  return null;
}

/** The first URL of another origin, or the page's. */
function firstAway({ exchanges }: Outcome, asked: FetchRequest, { origin }: Where): string {
  const away = exchanges.find(({ request }) => parseUrl(request.url)?.origin !== origin);
  return parseUrl(asked.url)?.origin === origin && away
    ? away.request.url
    : (parseUrl(asked.url)?.href ?? asked.url);
}

/** Whether nothing but the page's own origin was asked so far. */
function isOwn({ exchanges }: Outcome, { origin }: Where): boolean {
  return exchanges.every(({ request }) => parseUrl(request.url)?.origin === origin);
}

/** A Location that is empty, or that no-cors or the page's own origin cannot follow, is refused without a word. */
function isUnsaid({ code, details }: Failure, own: boolean, { mode }: FetchRequest): boolean {
  if (code === 'redirect-location-invalid')
    return own || mode === 'no-cors' || details.location === '';
  return code === 'redirect-scheme-not-http' && mode === 'no-cors';
}

/** Whether a redirect leads a request of mode "same-origin" away from the page's origin. */
function leadsAway({ code }: Failure, { exchanges }: Outcome): boolean {
  return (
    exchanges.length > 0 && (code === 'same-origin-mode' || code === 'redirect-scheme-not-http')
  );
}

function awayLines(
  failure: Failure,
  { exchanges }: Outcome,
  origin: string,
  api: string,
): string[] {
  const byMode = failure.code === 'same-origin-mode';
  const target = byMode ? parseUrl(failure.url) : redirectTarget(failure);
  const url = target === null ? failure.url : withoutCredentials(target);
  const asked = byMode ? url : (exchanges[exchanges.length - 1]?.request.url ?? url);
  return [UNSAFE_ATTEMPT.write({ url, origin }), CANNOT_LOAD.write({ api, url: asked })];
}

function isFtp(failure: Failure): boolean {
  return (
    failure.code === 'redirect-scheme-not-http' &&
    failure.during !== 'preflight' &&
    redirectTarget(failure)?.protocol === 'ftp:'
  );
}

/** A response that is a redirect is refused as the redirect that it is. */
function denied(failure: Failure, name: MessageName, reason: string): string {
  const { details, during } = failure;
  const redirect = isRedirectStatus(details.status ?? 0) && during !== 'preflight';
  if (
    !redirect ||
    name === 'redirectNotFollowed' ||
    name === 'tooManyRedirects' ||
    !details.location
  )
    return reason;
  const target = redirectTarget(failure);
  const location = target === null ? details.location : withoutCredentials(target);
  return REDIRECT_DENIED.write({ location, reason });
}

function reasonOf(
  failure: Failure,
  name: MessageName,
  { exchanges }: Outcome,
  asked: FetchRequest,
): string {
  const { details, url } = failure;
  const list = name === 'originNotAllowed' && (details.value ?? '').includes(',');
  const sent = exchanges[failure.exchange]?.request.headers.find(([header]) => header === 'origin');
  return MESSAGES[list ? 'multipleOrigins' : name].reason.write({
    origin: sent?.[1] ?? 'null',
    status: String(details.status ?? ''),
    method: details.method ?? '',
    name: firstInHeaderMap(details.names ?? [], asked.headers),
    value: repairedUtf8(details.value ?? ''),
    full: parseUrl(details.location ?? '', url)?.href ?? '',
    url,
  });
}

/** Where a redirect leads, with the fragment that it inherits. */
function redirectTarget({ details, url }: Failure): UrlRecord | null {
  const target = parseUrl(details.location ?? '', url);
  const from = parseUrl(url);
  return target === null || from === null ? target : inheritFragment(target, from);
}

function withoutCredentials(url: UrlRecord): string {
  return url.href.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/, '$1');
}
