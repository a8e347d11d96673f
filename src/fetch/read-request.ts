import { isSameOrigin, parseUrl, type FetchRequest, type Header } from '../protocol/index.js';

/** The page that calls. */
export interface Page {
  readonly origin: string;
  /** https://html.spec.whatwg.org/multipage/webappapis.html#api-base-url; null where relative URLs have no meaning. */
  readonly url: string | null;
}

/** The arguments of a fetch(), understood. */
export interface PageRequest {
  /** As the platform's own constructor understands them, URLs resolved. */
  readonly given: Request;
  readonly asked: FetchRequest;
  /** The caller's own signal; one that never fires where there is none. */
  readonly signal: AbortSignal;
  /** Whether the body is a stream, which cannot be sent twice. */
  readonly streams: boolean;
  /** https://fetch.spec.whatwg.org/#concept-request-referrer; null for none. */
  readonly referrer: string | null;
}

/**
 * https://fetch.spec.whatwg.org/#dom-request with the page's URL as its base.
 * @throws TypeError as the constructor of Request does
 */
export function readRequest(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  page: Page,
): PageRequest {
  const request = input instanceof Request ? input : null;
  const typed = request === null ? String(input) : '';
  const base = page.url ?? undefined;
  const given = new Request(request ?? new URL(typed, base), resolved(init, base));
  const { mode, credentials, redirect } = given;
  const streams = isStream(init?.body);
  return {
    given,
    asked: {
      url: parseUrl(typed) === null ? given.url : typed,
      method: typeof init?.method === 'string' ? init.method : given.method,
      headers: inTheirOwnCase([...given.headers.entries()], init?.headers),
      credentials,
      mode: mode === 'no-cors' || mode === 'same-origin' ? mode : 'cors',
      redirect,
      // What is in it decides nothing; that there is one does, and its type is in the headers.
      body: given.body === null ? null : '',
      bodyHasType: false,
      uploadListeners: streams,
      initiator: 'fetch',
    },
    signal: signalOf(request, init) ?? new AbortController().signal,
    streams,
    referrer: referrerOf(given, page),
  };
}

/** A referrer may be relative to the page. */
function resolved(
  init: RequestInit | undefined,
  base: string | undefined,
): RequestInit | undefined {
  if (init?.referrer === undefined || init.referrer === '') return init;
  return { ...init, referrer: new URL(init.referrer, base).href };
}

/** Not the signal of the new Request, which only follows the caller's as long as nothing is collected. */
function signalOf(request: Request | null, init: RequestInit | undefined): AbortSignal | null {
  return init?.signal === undefined ? (request?.signal ?? null) : init.signal;
}

/** What https://fetch.spec.whatwg.org/#concept-bodyinit-extract makes a body without source. */
function isStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** https://fetch.spec.whatwg.org/#dom-request, step "referrer": one of another origin is the page's own. */
function referrerOf({ referrer }: Request, page: Page): string | null {
  if (referrer === '') return null;
  const named = parseUrl(referrer);
  return named !== null && isSameOrigin(page.origin, named) ? referrer : page.url;
}

/** Headers forgets the case of names; servers get to see the one that was written. */
function inTheirOwnCase(entries: readonly Header[], written: HeadersInit | undefined): Header[] {
  if (written === undefined || written instanceof Headers) return [...entries];
  const pairs = Symbol.iterator in written ? written : Object.entries(written);
  const cases = new Map<string, string>();
  for (const [name = ''] of pairs) {
    const key = name.toLowerCase();
    if (!cases.has(key)) cases.set(key, name);
  }
  return entries.map(([name, value]): Header => [cases.get(name) ?? name, value]);
}
