import { registrableDomain } from '../cookies/registrable-domain.js';
import { diagnose } from '../diagnose/index.js';
import { ReplayDriver } from '../drivers/replay/replay.js';
import { drive } from '../drivers/run.js';
import { Panel, type Engine } from '../engines/index.js';
import type { Scenario, ScenarioRequest } from '../inputs/scenario/types.js';
import {
  corsFetch,
  type Behaviour,
  type Client,
  type FetchRequest,
  type Outcome,
} from '../protocol/index.js';
import { addressSpacesOf } from './address-spaces.js';
import { cookieJarOf } from './cookie-jar.js';
import {
  engineRecord,
  sharedRecord,
  simulationRecord,
  type EngineRecord,
  type SharedRecord,
  type SimulationRecord,
} from './record.js';

/** When virtual time begins, in seconds since 1970: 2026-01-01. Only Expires of cookies is about dates. */
const START = 1_767_225_600;

/**
 * Runs a scenario as one page of an engine: one CORS-preflight cache
 * and one cookie jar for all its requests, virtual time.
 * @returns one record a request, in order
 */
export function runScenario(scenario: Scenario, engine: Engine): SimulationRecord[] {
  const simulated = simulate(scenario, engine.behaviour);
  return recordsOf(scenario, engine, simulated).map(simulationRecord);
}

/**
 * Runs a scenario in each engine of a panel, once for those that decide alike
 * all the way: their records share what does not depend on the engine.
 * @returns the records of the first engine, then those of the next
 */
export function runScenarioTogether(scenario: Scenario, panel: Panel): EngineRecord[] {
  const decided = panel.decide((behaviour) => simulate(scenario, behaviour));
  return panel.members.flatMap((engine) => {
    const { result } = decided.find(({ engines }) => engines.includes(engine))!;
    return recordsOf(scenario, engine, result);
  });
}

function recordsOf(
  scenario: Scenario,
  engine: Engine,
  simulated: readonly Simulated[],
): EngineRecord[] {
  return simulated.map(({ shared, outcome, asked }) =>
    engineRecord(engine, shared, outcome, asked, scenario),
  );
}

/** One request of a scenario, and what became of it. */
interface Simulated {
  readonly asked: FetchRequest;
  readonly outcome: Outcome;
  readonly shared: SharedRecord;
}

/** All requests of a scenario, each with its outcome and diagnosis. Nothing is kept from one call to the next. */
function simulate(scenario: Scenario, behaviour: Behaviour): Simulated[] {
  const driver = new ReplayDriver(scenario.exchanges);
  let now = START;
  const client: Client = {
    origin: scenario.origin,
    topLevelOrigin: scenario.topLevelOrigin ?? scenario.origin,
    behaviour,
    context: scenario.context ?? 'window',
    preflightCache: behaviour.createPreflightCache(),
    now: () => now,
    registrableDomain,
    cookies: cookieJarOf(scenario, behaviour, now),
    addressSpaces: addressSpacesOf(scenario),
  };
  const requests = scenario.requests ?? (scenario.request ? [scenario.request] : []);
  return requests.map((request, position) => {
    now += request.after ?? 0;
    const asked = withDefaults(scenario, request);
    const outcome = drive(corsFetch(asked, client), (sent) => driver.answer(sent));
    const { causes } = diagnose({ request: asked, origin: scenario.origin, behaviour, outcome });
    const index = scenario.requests ? position : null;
    return { asked, outcome, shared: sharedRecord(scenario.id ?? '', index, outcome, causes) };
  });
}

function withDefaults(scenario: Scenario, request: ScenarioRequest): FetchRequest {
  return {
    url: request.url,
    method: request.method ?? 'GET',
    headers: request.headers ?? [],
    credentials: request.credentials ?? 'same-origin',
    mode: request.mode ?? 'cors',
    redirect: request.redirect ?? 'follow',
    body: request.body ?? null,
    initiator: scenario.initiator ?? 'fetch',
  };
}
