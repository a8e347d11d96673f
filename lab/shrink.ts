import type { Scenario, ScenarioRequest } from '../src/inputs/scenario/types.js';
import { compare, type Aspect } from './compare.js';
import { recordBrowser, type BrowserName } from './record.js';
import type { World } from './world.js';

/** Rounds of shrinking; each starts the browser once for all candidates. */
const ROUNDS = 12;

/**
 * A smaller scenario that still shows the disagreement: in each round every way
 * of leaving one thing out is run in the real browser at once.
 */
export async function shrink(
  scenario: Scenario,
  aspect: Aspect,
  engine: BrowserName,
  world: World,
): Promise<Scenario> {
  let smallest = scenario;
  for (let round = 0; round < ROUNDS; round++) {
    const candidates = smaller(smallest).map((one, index) =>
      renamed(one, `${scenario.id}r${round}c${index}`),
    );
    if (candidates.length === 0) break;
    const { recordings } = await recordBrowser(engine, candidates, world);
    const still = candidates.find((one) => {
      const real = recordings.get(one.id);
      return real && compare(one, engine, real).some((found) => found.aspect === aspect);
    });
    if (!still) break;
    smallest = still;
  }
  return smallest;
}

/** Every URL carries the scenario's id, by which the lab tells requests apart. */
function renamed(scenario: Scenario, id: string): Scenario {
  const text = JSON.stringify({ ...scenario, id }).replaceAll(`/${scenario.id}/`, `/${id}/`);
  return JSON.parse(text) as Scenario;
}

function smaller(scenario: Scenario): Scenario[] {
  const { requests, request, exchanges } = scenario;
  const found: Scenario[] = [];
  if (requests) {
    for (const list of without(requests))
      if (list.length > 0) found.push({ ...scenario, requests: list });
    requests.forEach((one, at) => {
      for (const less of smallerRequest(one))
        found.push({ ...scenario, requests: requests.with(at, less) });
    });
  }
  if (request)
    for (const less of smallerRequest(request)) found.push({ ...scenario, request: less });
  for (const list of without(exchanges)) found.push({ ...scenario, exchanges: list });
  exchanges.forEach((one, at) => {
    for (const less of smallerExchange(one))
      found.push({ ...scenario, exchanges: exchanges.with(at, less) });
  });
  return found;
}

function smallerRequest(request: ScenarioRequest): ScenarioRequest[] {
  const { url, ...rest } = request;
  const keys = (Object.keys(rest) as (keyof typeof rest)[]).filter(
    (key) => key !== 'headers' || rest.headers?.length === 0,
  );
  const fewer = keys.map((key) => ({
    url,
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => name !== key)),
  }));
  return [...fewer, ...without(request.headers ?? []).map((headers) => ({ ...request, headers }))];
}

type Exchange = Scenario['exchanges'][number];

function smallerExchange(exchange: Exchange): Exchange[] {
  const found: Exchange[] = [];
  for (const key of ['preflight', 'response'] as const) {
    const answer = exchange[key];
    for (const headers of without(answer && 'headers' in answer ? answer.headers : []))
      found.push({ ...exchange, [key]: { ...answer, headers } });
  }
  if (exchange.preflight && exchange.response) {
    const { url, response } = exchange;
    found.push({ url, response });
  }
  return found;
}

/** The list with one item left out, each in turn. */
function without<T>(items: readonly T[]): T[][] {
  return items.map((_, index) => items.filter((_item, at) => at !== index));
}
