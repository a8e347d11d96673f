import { driveAsync } from '../../drivers/run.js';
import { ENGINES, type EngineName } from '../../engines/index.js';
import type { Observation } from '../../evidence/index.js';
import {
  corsFetch,
  type Client,
  type CookieStore,
  type FetchRequest,
} from '../../protocol/index.js';
import type { EngineResult } from '../../reporters/index.js';
import type { Asker } from './asker.js';

/** One engine's way through the call. */
export interface EngineRun extends EngineResult {
  readonly exchanges: readonly Observation[];
  /** Index of the first exchange that was a GET instead of a request with side effects. */
  readonly standIn: number | null;
}

/** Runs the call as one engine does, asking servers where the asker does not know the answer yet. */
export async function runEngine(
  name: EngineName,
  request: FetchRequest,
  origin: string,
  cookie: string | null,
  asker: Asker,
): Promise<EngineRun> {
  const engine = ENGINES[name];
  const client: Client = {
    origin,
    behaviour: engine.behaviour,
    preflightCache: engine.behaviour.createPreflightCache(),
    now: () => 0,
    ...(cookie === null ? {} : { cookies: givenCookie(request.url, cookie) }),
    ...(request.mode === 'no-cors' ? { registrableDomain: await registrableDomain() } : {}),
  };
  const exchanges: Observation[] = [];
  let standIn: number | null = null;
  const outcome = await driveAsync(corsFetch(request, client), async (asked) => {
    const answer = await asker.ask(asked);
    if (answer.standIn) standIn ??= exchanges.length;
    exchanges.push(answer.seen);
    return answer.seen.result;
  });
  return {
    engine: name,
    outcome,
    exchanges,
    standIn,
    console: engine.consoleLines(outcome, request, client),
    failureName: engine.failureName(outcome),
  };
}

/** -b: the cookie of the host that was asked first. */
function givenCookie(url: string, cookie: string): CookieStore {
  const host = new URL(url).hostname;
  return {
    cookieHeader: (request) => (request.url.hostname === host ? cookie : null),
    receive: () => undefined,
  };
}

/** The public suffix list is large and decides only Cross-Origin-Resource-Policy here. */
async function registrableDomain(): Promise<(hostname: string) => string | null> {
  const { getDomain } = await import('tldts');
  return (hostname) => getDomain(hostname, { allowPrivateDomains: true });
}
