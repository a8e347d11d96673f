import type {
  Client,
  Failure,
  FailureCode,
  FetchRequest,
  Outcome,
} from '../../../protocol/index.js';
import { barsEscaped } from '../bar-escaped-in-path.js';
import { parseUrl } from '../../../protocol/index.js';
import { inheritFragment } from '../../support/fragment.js';
import {
  HAVE_THE_SERVER,
  MESSAGES,
  NO_CORS_REDIRECT_MODE,
  OF_PREFLIGHT,
  PREFIX,
  PREFIX_REDIRECTED,
  SAME_ORIGIN_MODE,
  SCHEMES,
  WITH_CREDENTIALS,
  type MessageName,
} from './templates.js';

/** The message of each failure that Chromium has a CorsError code for. */
const BY_FAILURE: Partial<Record<FailureCode, MessageName>> = {
  'allow-origin-missing': 'MissingAllowOriginHeader',
  'wildcard-origin-with-credentials': 'WildcardOriginNotAllowed',
  'multiple-allow-origin-values': 'MultipleAllowOriginValues',
  'invalid-allow-origin-value': 'InvalidAllowOriginValue',
  'allow-origin-mismatch': 'AllowOriginMismatch',
  'allow-credentials-not-true': 'InvalidAllowCredentials',
  'preflight-status-not-ok': 'PreflightInvalidStatus',
  'preflight-redirect': 'PreflightDisallowedRedirect',
  'allow-methods-malformed': 'InvalidAllowMethodsPreflightResponse',
  'allow-headers-malformed': 'InvalidAllowHeadersPreflightResponse',
  'method-not-allowed': 'MethodDisallowedByPreflightResponse',
  'header-not-allowed': 'HeaderDisallowedByPreflightResponse',
  'redirect-includes-credentials': 'RedirectContainsCredentials',
  'redirect-scheme-not-http': 'CorsDisabledScheme',
  'local-network-permission-denied': 'LocalNetworkAccessPermissionDenied',
  'local-network-from-insecure-page': 'InsecureLocalNetwork',
  'scheme-not-http': 'CorsDisabledScheme',
};

/** Codes that have a form of their own, with the prefix Preflight, for preflights. */
const ACCESS: ReadonlySet<MessageName> = new Set<MessageName>([
  'MissingAllowOriginHeader',
  'WildcardOriginNotAllowed',
  'MultipleAllowOriginValues',
  'InvalidAllowOriginValue',
  'AllowOriginMismatch',
  'InvalidAllowCredentials',
]);

/** Reasons that fetch() follows with advice. */
const ADVISED: ReadonlySet<MessageName> = new Set<MessageName>([
  'MultipleAllowOriginValues',
  'InvalidAllowOriginValue',
  'AllowOriginMismatch',
]);

/** Chromium's CorsError code, or null. */
export function failureName({ failure }: Outcome): string | null {
  const name = failure && BY_FAILURE[failure.code];
  // The renderer prints this one without a code from the network service.
  if (!failure || !name || name === 'CorsDisabledScheme' || !isOfCors(failure)) return null;
  return failure.during === 'preflight' && ACCESS.has(name) ? `Preflight${name}` : name;
}

/** Chromium's console line for a failure of CORS; the generic line that follows it is not here. */
export function consoleLines(
  { failure, exchanges }: Outcome,
  asked: FetchRequest,
  client: Pick<Client, 'origin' | 'context'>,
): string[] {
  const refused =
    failure === null ? undefined : refusedByMode(failure, exchanges.length, asked, client);
  if (failure && refused === 'same-origin-mode') {
    return [SAME_ORIGIN_MODE.write({ url: failure.url, origin: client.origin })];
  }
  if (failure && refused === 'no-cors-redirect-mode') {
    return [NO_CORS_REDIRECT_MODE.write({ url: failure.url })];
  }
  const name = failure && BY_FAILURE[failure.code];
  if (!failure || !name || !isOfCors(failure) || isUnsafeRedirect(failure)) return [];
  const { details } = failure;
  const toScheme = failure.code === 'redirect-scheme-not-http';
  if (toScheme && (asked.mode !== 'cors' || isMixedInWorker(client, redirectTarget(failure))))
    return [];
  const toLocal = failure.step === 'local-network-access-check' && exchanges.length > 0;
  const redirected =
    toScheme || toLocal || (exchanges[failure.exchange]?.request.redirectCount ?? 0) > 0;
  const first = parseUrl(asked.url);
  const args = {
    kind: asked.initiator === 'xhr' ? 'XMLHttpRequest' : 'fetch',
    url: toScheme ? redirectTarget(failure) : barsEscaped(failure.url),
    from: barsEscaped(first?.href ?? asked.url),
    origin: client.origin,
  };
  const prefix = (redirected ? PREFIX_REDIRECTED : PREFIX).write(args);
  const ofPreflight =
    failure.during === 'preflight' &&
    (ACCESS.has(name) ||
      name === 'PreflightInvalidStatus' ||
      name === 'PreflightDisallowedRedirect')
      ? OF_PREFLIGHT
      : '';
  const reason = MESSAGES[name].reason.write({
    value: hint(details.value ?? ''),
    method: hint(details.method ?? ''),
    name: hint(details.name ?? ''),
    // The location is never filled in.
    location: '',
    schemes: SCHEMES,
    space: details.value ?? '',
  });
  return [prefix + ofPreflight + reason + advice(name, asked)];
}

function advice(name: MessageName, asked: FetchRequest): string {
  if (asked.initiator !== 'xhr') return ADVISED.has(name) ? HAVE_THE_SERVER : '';
  return name === 'WildcardOriginNotAllowed' || name === 'InvalidAllowCredentials'
    ? WITH_CREDENTIALS
    : '';
}

/** A user name in a URL that CORS has nothing against is refused without a word: the decision `credentials-in-redirect`. */
function isOfCors({ code, step }: Failure): boolean {
  return code !== 'redirect-includes-credentials' || step === 'http-redirect-fetch';
}

/** A worker of an https page says nothing of redirects to other schemes: they are mixed content first. */
function isMixedInWorker(
  { context, origin }: Pick<Client, 'origin' | 'context'>,
  target: string,
): boolean {
  return context === 'worker' && origin.startsWith('https:') && !LOOPBACK.test(target);
}

/** URLs on this machine, which are trustworthy whatever their scheme. */
const LOOPBACK = /^[a-z][a-z0-9+.-]*:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/?#]|$)/;

/** Schemes to which the network stack itself refuses to go (ERR_UNSAFE_REDIRECT), without a word of CORS. */
const UNSAFE = /^(data|about|file|blob|filesystem):/i;

function isUnsafeRedirect({ code, details }: Failure): boolean {
  return code === 'redirect-scheme-not-http' && UNSAFE.test(details.location ?? '');
}

/** Where a redirect leads, with the fragment that it inherits. */
function redirectTarget({ details, url }: Failure): string {
  const target = parseUrl(details.location ?? '', url);
  const from = parseUrl(url);
  if (target === null) return '';
  return from === null || from.hash === '' ? target.href : inheritFragment(target, from).href;
}

/** EncodeHint: what is not printable ASCII is shown as \uXXXX. */
function hint(value: string): string {
  return value.replace(
    /[^ -~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** The mode is looked at before the port is, which goes without a word. */
function refusedByMode(
  { code, url }: Failure,
  exchanges: number,
  { mode, redirect }: FetchRequest,
  { origin }: Pick<Client, 'origin'>,
): FailureCode | undefined {
  if (code === 'no-cors-redirect-mode') return code;
  if (exchanges > 0) return undefined;
  if (code !== 'bad-port' || parseUrl(url)?.origin === origin) return code;
  if (mode === 'same-origin') return 'same-origin-mode';
  return mode === 'no-cors' && redirect !== 'follow' ? 'no-cors-redirect-mode' : undefined;
}
