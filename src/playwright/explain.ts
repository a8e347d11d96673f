import { Asker } from '../live/asker.js';
import { runSession } from '../live/session.js';
import { createLiveDriver } from '../drivers/live/index.js';
import { createRecordedDriver, type RecordedAnswer } from '../drivers/recorded/index.js';
import { ENGINES, type EngineName } from '../engines/index.js';
import { sortHeaders } from '../inputs/pasted/browser-headers.js';
import {
  getHeader,
  OPAQUE_ORIGIN,
  parseUrl,
  withoutFragment,
  type CredentialsMode,
  type FetchRequest,
  type NetworkFailureKind,
} from '../protocol/index.js';
import {
  createMasker,
  createStyle,
  escapeControls,
  secretsOf,
  textReport,
  type Report,
} from '../reporters/index.js';
import type { SeenFailure, SeenHop, SeenRequest } from './exchange.js';

/** Milliseconds for what is asked again of one server. */
const PATIENCE = 10_000;

const WIDTH = 100;

/** Names of net/base/net_error_list.h by what they mean to a caller; the first that fits. */
const NETWORK: readonly (readonly [string, NetworkFailureKind])[] = [
  ['ERR_CONNECTION_REFUSED', 'connection-refused'],
  ['ERR_CONNECTION_RESET', 'connection-reset'],
  ['ERR_CONNECTION_CLOSED', 'connection-reset'],
  ['ERR_EMPTY_RESPONSE', 'empty-response'],
  ['ERR_NAME_', 'host-not-found'],
  ['ERR_CERT_DATE_INVALID', 'certificate-expired'],
  ['ERR_CERT_COMMON_NAME_INVALID', 'certificate-wrong-host'],
  ['ERR_CERT_AUTHORITY_INVALID', 'certificate-unknown-issuer'],
  ['ERR_CERT_', 'certificate-invalid'],
  ['ERR_SSL_', 'tls-failed'],
  ['ERR_TIMED_OUT', 'time-out'],
  ['ERR_CONNECTION_TIMED_OUT', 'time-out'],
  ['ERR_ADDRESS_UNREACHABLE', 'network-unreachable'],
  ['ERR_INTERNET_DISCONNECTED', 'network-unreachable'],
  ['ERR_NETWORK_', 'network-unreachable'],
  ['ERR_PROXY_', 'proxy-failed'],
];

/**
 * Explains a request that failed in Chromium from what Chromium saw; nothing is sent.
 * @returns null for a request to the page's own origin
 */
export async function explainRecorded(failure: SeenFailure): Promise<string | null> {
  const { request, preflights, corsError, error } = failure;
  const origin = originOf(request, preflights);
  const first = request.hops[0]!;
  const toOwn = request.hops.every(({ url }) => parseUrl(url)?.origin === origin);
  if (toOwn || !/^https?:/.test(first.url)) return null;
  let found: Report | null = null;
  // Nobody tells the credentials mode: it is the one with which the browser's own verdict comes out.
  for (const credentials of request.cookies ? MODES.toReversed() : MODES) {
    const driver = createRecordedDriver(answersOf(failure));
    const report = await session(callOf(request, credentials), origin, 'chromium', driver, []);
    const name = ENGINES.chromium.failureName(report.main.outcome);
    if (report.verdict === 'blocked') found ??= report;
    if (report.verdict === 'blocked' && (corsError === null || name === corsError)) {
      return reportText(report);
    }
  }
  if (found !== null) return reportText(found);
  const why = corsError ?? error;
  const call = `${first.method} ${createMasker([]).text(first.url)}`;
  return escapeControls(
    `${call} from ${origin} failed in Chromium (${why}), and nothing that was recorded says why.`,
  );
}

const MODES: readonly CredentialsMode[] = ['same-origin', 'include'];

/** A request that failed in a browser without such instruments. */
export interface UnseenFailure {
  readonly engine: EngineName;
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly documentUrl: string;
  readonly error: string;
}

/**
 * Explains a request that failed by asking the server again, with GET, HEAD and OPTIONS alone.
 * @returns null for a request to the page's own origin
 */
export async function explainByAsking(failure: UnseenFailure): Promise<string | null> {
  const { headers, cookie, origin: sent } = sortHeaders(failure.headers);
  const origin = sent ?? serializedOrigin(failure.documentUrl);
  const url = parseUrl(failure.url);
  if (url === null || url.origin === origin || !/^https?:$/.test(url.protocol)) return null;
  const request: FetchRequest = {
    url: failure.url,
    method: failure.method,
    headers,
    credentials: cookie === null ? 'same-origin' : 'include',
    mode: 'cors',
    redirect: 'follow',
    body: null,
    initiator: 'fetch',
  };
  const driver = createLiveDriver({ maxTimeMs: PATIENCE });
  try {
    const note = `The browser says "${failure.error}" and no more; the server was asked again.`;
    const report = await session(request, origin, failure.engine, driver, [note], false);
    return reportText(report);
  } finally {
    driver.close();
  }
}

function session(
  request: FetchRequest,
  origin: string,
  engine: EngineName,
  driver: ConstructorParameters<typeof Asker>[0],
  notes: readonly string[],
  send = true,
): Promise<Report> {
  const call = {
    request,
    origin,
    cookie: null,
    notes,
    engines: [engine],
    experiments: false,
    deadline: performance.now() + PATIENCE,
  };
  return runSession(call, new Asker(driver, send));
}

function reportText(report: Report): string {
  const masker = createMasker(secretsOf(report.request.headers, null));
  return textReport(report, masker, createStyle(false, WIDTH), false);
}

function callOf(
  { hops: [first], initiator }: SeenRequest,
  credentials: CredentialsMode,
): FetchRequest {
  const { url, method, requestHeaders } = first!;
  const { headers } = sortHeaders(requestHeaders);
  return {
    url,
    method,
    headers,
    credentials,
    mode: 'cors',
    redirect: 'follow',
    body: null,
    initiator,
  };
}

function originOf(request: SeenRequest, preflights: readonly SeenRequest[]): string {
  // After a redirect Origin may be "null".
  const first = [preflights[0]?.hops[0], request.hops[0]].find(
    (hop) => hop !== undefined && getHeader(hop.requestHeaders, 'origin') !== null,
  );
  const sent = first === undefined ? null : getHeader(first.requestHeaders, 'origin');
  return sent ?? serializedOrigin(request.documentUrl);
}

function serializedOrigin(documentUrl: string): string {
  return parseUrl(documentUrl)?.origin ?? OPAQUE_ORIGIN;
}

function answersOf({ request, preflights, error, corsError }: SeenFailure): RecordedAnswer[] {
  const before = preflights.flatMap(({ hops }) => hops.map((hop) => answer('preflight', hop)));
  const own = request.hops.map((hop) => answer('request', hop));
  const answers = [...before, ...own].filter((each) => each !== null);
  const network = corsError === null ? networkFailure(error) : null;
  if (network === null) return answers;
  const result = { error: network, detail: error };
  const nothing = { method: null, url: null, result };
  return [...answers, { kind: 'preflight', ...nothing }, { kind: 'request', ...nothing }];
}

function answer(kind: RecordedAnswer['kind'], hop: SeenHop): RecordedAnswer | null {
  const url = parseUrl(hop.url);
  if (hop.response === null || url === null) return null;
  return { kind, method: hop.method, url: withoutFragment(url), result: hop.response };
}

function networkFailure(error: string): NetworkFailureKind | null {
  const name = error.replace(/^net::/, '');
  return NETWORK.find(([start]) => name.startsWith(start))?.[1] ?? null;
}
