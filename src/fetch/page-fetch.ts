import { registrableDomain } from '../cookies/registrable-domain.js';
import { diagnose } from '../diagnose/index.js';
import { driveAsync } from '../drivers/run.js';
import { ENGINES, type Engine, type EngineName } from '../engines/index.js';
import {
  corsFetch,
  OPAQUE_ORIGIN,
  parseUrl,
  type Client,
  type FetchRequest,
  type FilteredResponse,
  type Outcome,
} from '../protocol/index.js';
import { BrowserCookies, cookiesOfPage } from './browser-cookies.js';
import { matchesIntegrity } from './integrity.js';
import type { CorsRefusal, CreateFetchOptions } from './options.js';
import { createPageResponse } from './page-response.js';
import { readRequest, type Page, type PageRequest } from './read-request.js';
import { Sending } from './sending.js';
import { hasResponse, type BodySource, type Transport } from './transport.js';

/** Tests put a page's fetch() in the place of the platform's own. */
const platformFetch = globalThis.fetch;

/** What each browser's TypeError says, for a network error of whatever cause. */
const MESSAGES: Readonly<Record<EngineName, string>> = {
  standard: 'Failed to fetch',
  chromium: 'Failed to fetch',
  firefox: 'NetworkError when attempting to fetch resource.',
  webkit: 'Load failed',
};

/** https://fetch.spec.whatwg.org/#null-body-status */
const NULL_BODY = new Set([101, 103, 204, 205, 304]);

/** Bytes that requests with keepalive may send: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const KEEPALIVE_LIMIT = 65_536;

/** A page's fetch() over a way to send requests. */
export function createPageFetch(
  options: Omit<CreateFetchOptions, 'fetch'>,
  transport: () => Promise<Transport>,
): typeof globalThis.fetch {
  const { origin } = options;
  const engine = engineNamed(options.engine ?? 'chromium');
  checkOrigin(origin);
  const { behaviour } = engine;
  const page: Page = { origin, url: options.pageUrl ?? urlOfPage(origin) };
  const client: Client = {
    origin,
    behaviour,
    preflightCache: options.preflightCache ?? behaviour.createPreflightCache(),
    cookies: cookiesOfPage(options.cookieJar ?? new BrowserCookies(), origin, behaviour),
    now: () => Date.now() / 1000,
    registrableDomain,
  };
  return async (input, init) => {
    const request = readRequest(input, init, page);
    const { given, asked, signal } = request;
    if (signal.aborted) {
      void given.body?.cancel(signal.reason).catch(() => undefined);
      throw signal.reason;
    }
    // https://fetch.spec.whatwg.org/#scheme-fetch: the platform has these, and CORS no part in them.
    if (/^(data|blob):/i.test(given.url)) return platformFetch(given);
    const networkError = (cause: unknown): TypeError =>
      new TypeError(MESSAGES[engine.name], { cause });
    if (given.cache === 'only-if-cached') {
      throw networkError(new Error('nothing is cached, and the cache mode is "only-if-cached"'));
    }
    const source = await bodySource(request);
    if (given.keepalive && source instanceof Uint8Array && source.length > KEEPALIVE_LIMIT) {
      throw networkError(new Error(`keepalive allows a body of ${KEEPALIVE_LIMIT} bytes`));
    }
    const sending = new Sending(request, source, await transport(), behaviour);
    let outcome: Outcome;
    try {
      outcome = await driveAsync(corsFetch(asked, client), (each) => sending.send(each));
    } catch (error) {
      signal.throwIfAborted();
      throw networkError(error);
    }
    if (outcome.response === null) {
      sending.discard();
      throw networkError(refusalOf(outcome, asked, client, engine));
    }
    const response = await pageResponse(outcome.response, sending, request);
    if (response === null) {
      throw networkError(new Error(`the body is not what integrity promises: ${given.integrity}`));
    }
    return response;
  };
}

function engineNamed(name: string): Engine {
  const engine = Object.values(ENGINES).find((one) => one.name === name);
  if (engine !== undefined) return engine;
  const names = Object.keys(ENGINES).join(', ');
  throw new TypeError(`engine: there is no "${name}"; it is one of ${names}`);
}

/** https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin */
function checkOrigin(origin: string): void {
  if (origin === OPAQUE_ORIGIN) return;
  const own = parseUrl(origin)?.origin;
  if (own === origin) return;
  const meant = own === undefined || own === OPAQUE_ORIGIN ? 'https://app.example.com' : own;
  throw new TypeError(`origin: "${origin}" is none as browsers write it, such as "${meant}"`);
}

/** Where the page is if nobody says it: at `location` in an environment that has one, as jsdom's. */
function urlOfPage(origin: string): string | null {
  if (origin === OPAQUE_ORIGIN) return null;
  const { location } = globalThis as { readonly location?: Location };
  return location?.origin === origin ? location.href : `${origin}/`;
}

async function bodySource({ given, streams }: PageRequest): Promise<BodySource | null> {
  if (given.body === null) return null;
  return streams ? given.body : new Uint8Array(await given.arrayBuffer());
}

function refusalOf(
  outcome: Outcome,
  request: FetchRequest,
  client: Client,
  { consoleLines }: Engine,
): CorsRefusal {
  const { causes } = diagnose({
    request,
    origin: client.origin,
    behaviour: client.behaviour,
    outcome,
  });
  return { outcome, causes, console: consoleLines(outcome, request, client) };
}

/** What the page gets; null where integrity is not kept. */
async function pageResponse(
  filtered: FilteredResponse,
  sending: Sending,
  { given }: PageRequest,
): Promise<Response | null> {
  const { result, body } = sending.last ?? { result: null, body: null };
  const answer = result !== null && hasResponse(result) ? result : null;
  const opaque = filtered.type === 'opaque' || filtered.type === 'opaqueredirect';
  const status = answer?.status ?? 0;
  const hidden = opaque || NULL_BODY.has(status) || given.method === 'HEAD';
  if (hidden) sending.discard();
  const readable = new Set(filtered.headers);
  const facts = {
    filtered,
    statusText: opaque ? '' : (answer?.statusText ?? ''),
    headers: (answer?.headers ?? []).filter(([name]) => readable.has(name.toLowerCase())),
  };
  const shown = hidden ? null : body;
  if (given.integrity === '') return createPageResponse(shown, facts);
  const bytes = new Uint8Array(await new Response(shown).arrayBuffer());
  const kept = !opaque && (await matchesIntegrity(bytes, given.integrity));
  return kept ? createPageResponse(shown === null ? null : bytes, facts) : null;
}
