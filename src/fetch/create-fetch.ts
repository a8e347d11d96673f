import { diagnose } from '../diagnose/index.js';
import { driveAsync } from '../drivers/run.js';
import { ENGINES, type EngineName } from '../engines/index.js';
import type { Cause } from '../evidence/index.js';
import {
  corsFetch,
  parseUrl,
  type Client,
  type FetchRequest,
  type FilteredResponse,
  type NetworkRequest,
  type NetworkResult,
  type Outcome,
} from '../protocol/index.js';
import type { RuleId } from '../rules/index.js';

/** How a page calls. */
export interface CreateFetchOptions {
  /** Origin of the page, as browsers serialize it. */
  readonly origin: string;
  /** Whose rules are enforced; Chromium's without it. */
  readonly engine?: EngineName;
  /** Sends the requests; the global fetch() without it. */
  readonly fetch?: typeof globalThis.fetch;
  /** Remembers preflights from call to call; one of the function's own without it. */
  readonly preflightCache?: Client['preflightCache'];
}

/** Why a call was refused: the `cause` of the TypeError that is thrown. */
export interface CorsRefusal {
  readonly outcome: Outcome;
  readonly causes: readonly Cause<RuleId>[];
  /** What the browser would print. */
  readonly console: readonly string[];
}

/**
 * A fetch() that enforces CORS as a browser does for a page of that origin: it sends
 * preflights, follows redirects by the standard's rules, and hides what the page may
 * not read. https://fetch.spec.whatwg.org/#fetch-method
 * @throws TypeError (the promise) where the browser refuses, with a CorsRefusal as its cause
 */
export function createFetch(options: CreateFetchOptions): typeof globalThis.fetch {
  const { origin, engine: name = 'chromium', fetch: send = globalThis.fetch } = options;
  const { behaviour, consoleLines } = ENGINES[name];
  const preflightCache = options.preflightCache ?? behaviour.createPreflightCache();
  return async (input, init) => {
    const page = origin === 'null' ? undefined : `${origin}/`;
    const asked = typeof input === 'string' || input instanceof URL ? String(input) : input;
    const given = new Request(typeof asked === 'string' ? new URL(asked, page) : asked, {
      ...init,
      // A body that is a stream needs it; for others it changes nothing.
      ...(init?.body == null ? {} : ({ duplex: 'half' } as object)),
    });
    const request = await readRequest(given, init, typeof asked === 'string' ? asked : given.url);
    const body = given.body === null ? null : await given.clone().arrayBuffer();
    const answers: Response[] = [];
    const client: Client = { origin, behaviour, preflightCache, now: () => Date.now() / 1000 };
    const outcome = await driveAsync(corsFetch(request, client), async (each) => {
      const answer = await network(send, each, body, given.signal);
      if (answer === null) return { error: 'connection-refused' };
      answers.push(answer);
      return resultOf(answer);
    });
    given.signal.throwIfAborted();
    if (outcome.response === null) {
      const { exchanges } = outcome;
      const { causes } = diagnose({
        request,
        origin,
        behaviour,
        outcome,
        exchanges,
        experiments: new Map(),
      });
      const refusal: CorsRefusal = {
        outcome,
        causes,
        console: consoleLines(outcome, request, client),
      };
      throw new TypeError('Failed to fetch', { cause: refusal });
    }
    return filtered(outcome.response, answers.at(-1));
  };
}

async function readRequest(
  given: Request,
  init: RequestInit | undefined,
  url: string,
): Promise<FetchRequest> {
  const { method, headers, redirect } = given;
  const credentials = init?.credentials ?? given.credentials;
  const mode = init?.mode ?? 'cors';
  return {
    url: parseUrl(url) === null ? given.url : url,
    method: init?.method ?? method,
    headers: [...headers.entries()],
    credentials,
    mode: mode === 'no-cors' || mode === 'same-origin' ? mode : 'cors',
    redirect,
    // What is in it decides nothing; that there is one does.
    body: given.body === null ? null : '',
    initiator: 'fetch',
  };
}

/** Sends one request of the protocol; null where the network failed. */
async function network(
  send: typeof globalThis.fetch,
  { kind, url, method, headers, body }: NetworkRequest,
  given: ArrayBuffer | null,
  signal: AbortSignal,
): Promise<Response | null> {
  try {
    return await send(url, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      redirect: 'manual',
      signal,
      ...(kind === 'request' && body !== null && given !== null ? { body: given } : {}),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}

function resultOf({ status, headers }: Response): NetworkResult {
  return { status, headers: [...headers.entries()] };
}

/** The response as the page gets it. https://fetch.spec.whatwg.org/#concept-filtered-response */
function filtered(shown: FilteredResponse, answer: Response | undefined): Response {
  const opaque = shown.type === 'opaque' || shown.type === 'opaqueredirect';
  const readable = new Set(shown.headers);
  const headers = [...(answer?.headers.entries() ?? [])].filter(([name]) => readable.has(name));
  const empty = opaque || answer === undefined || [101, 204, 205, 304].includes(answer.status);
  const response = new Response(empty ? null : answer.body, {
    status: opaque ? 200 : shown.status,
    headers: opaque ? [] : headers,
  });
  const facts = {
    type: shown.type,
    status: shown.status,
    url: shown.url,
    redirected: shown.redirected,
    ok: shown.status >= 200 && shown.status < 300,
  };
  for (const [name, value] of Object.entries(facts))
    Object.defineProperty(response, name, { value, enumerable: true });
  return response;
}
