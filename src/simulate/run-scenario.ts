import { diagnose } from '../diagnose/index.js';
import { ReplayDriver } from '../drivers/replay/replay.js';
import { drive } from '../drivers/run.js';
import type { Engine } from '../engines/index.js';
import type { Scenario, ScenarioRequest } from '../inputs/scenario/types.js';
import { corsFetch, type Client, type FetchRequest, type Outcome } from '../protocol/index.js';
import { registrableDomain } from '../cookies/registrable-domain.js';
import { addressSpacesOf } from './address-spaces.js';
import { cookieJarOf } from './cookie-jar.js';
import { simulationRecord, type SimulationRecord } from './record.js';

/** When virtual time begins, in seconds since 1970: 2026-01-01. Only Expires of cookies is about dates. */
const START = 1_767_225_600;

/**
 * Runs a scenario as one page of an engine: one CORS-preflight cache
 * and one cookie jar for all its requests, virtual time.
 * @returns one record a request, in order
 */
export function runScenario(scenario: Scenario, engine: Engine): SimulationRecord[] {
  const driver = new ReplayDriver(scenario.exchanges);
  const addressSpaces = addressSpacesOf(scenario);
  let now = START;
  const client: Client = {
    origin: scenario.origin,
    behaviour: engine.behaviour,
    ...(scenario.topLevelOrigin === undefined ? {} : { topLevelOrigin: scenario.topLevelOrigin }),
    ...(scenario.context === undefined ? {} : { context: scenario.context }),
    preflightCache: engine.behaviour.createPreflightCache(),
    now: () => now,
    registrableDomain,
    cookies: cookieJarOf(scenario, engine, now),
    ...(addressSpaces === null ? {} : { addressSpaces }),
  };
  const asked = scenario.requests ?? (scenario.request ? [scenario.request] : []);
  return asked.map((request, index) => {
    now += request.after ?? 0;
    const full = withDefaults(scenario, request);
    const outcome: Outcome = drive(corsFetch(full, client), (sent) => driver.answer(sent));
    const { causes } = diagnose({
      request: full,
      origin: scenario.origin,
      engine,
      outcome,
    });
    const record = simulationRecord(scenario, engine, full, client, outcome, causes);
    return scenario.requests ? { ...record, index } : record;
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
