import { ENGINES, type EngineName } from '../engines/index.js';
import type { Observation } from '../evidence/index.js';
import {
  corsFetch,
  type Behaviour,
  type Client,
  type FetchRequest,
  type NetworkResult,
  type RegistrableDomain,
} from '../protocol/index.js';
import type { EngineResult } from '../reporters/index.js';
import type { Asked, Asker } from './asker.js';
import { CallCookies } from './call-cookies.js';

/** One engine's way through the call. */
export interface EngineRun extends EngineResult {
  readonly exchanges: readonly Observation[];
  /** Index of the first exchange that was a GET instead of a request with side effects. */
  readonly standIn: number | null;
}

/** What a way through the call came to. */
export interface CallRun extends Pick<EngineRun, 'outcome' | 'exchanges' | 'standIn'> {
  readonly client: Client;
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
  const run = await runCall(engine.behaviour, request, origin, cookie, asker);
  const { outcome, exchanges, standIn, client } = run;
  return {
    engine: name,
    outcome,
    exchanges,
    standIn,
    console: engine.consoleLines(outcome, request, client),
    failureName: engine.failureName(outcome),
  };
}

/** The same for any behaviour, that of several engines together among them, and without what is printed. */
export async function runCall(
  behaviour: Behaviour,
  request: FetchRequest,
  origin: string,
  cookie: string | null,
  asker: Asker,
): Promise<CallRun> {
  const now = Date.now() / 1000;
  // The public suffix list is large, and only cookies and Cross-Origin-Resource-Policy need it.
  const sites = request.mode === 'no-cors' || request.credentials === 'include';
  const registrableDomain = sites ? await loadRegistrableDomain() : null;
  const client: Client = {
    origin,
    behaviour,
    preflightCache: behaviour.createPreflightCache(),
    now: () => now,
    registrableDomain: registrableDomain ?? (() => null),
    cookies: new CallCookies(
      request.url,
      cookie,
      registrableDomain && {
        behaviour,
        registrableDomain,
        topLevelOrigin: origin,
      },
    ),
  };
  const exchanges: Observation[] = [];
  let standIn: number | null = null;
  const take = (answer: Asked): NetworkResult => {
    if (answer.standIn) standIn ??= exchanges.length;
    exchanges.push(answer.seen);
    return answer.seen.result;
  };
  // driveAsync in place: a bulk check goes through here twice for each endpoint.
  const run = corsFetch(request, client);
  let turn = run.next();
  while (!turn.done) {
    const { value } = turn;
    turn = run.next(take(asker.known(value) ?? (await asker.askFirst(value))));
  }
  const outcome = turn.value;
  return { outcome, exchanges, standIn, client };
}

async function loadRegistrableDomain(): Promise<RegistrableDomain> {
  return (await import('../cookies/registrable-domain.js')).registrableDomain;
}
