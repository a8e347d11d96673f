import { drive } from '../drivers/run.js';
import { ENGINES, ENGINE_NAMES, type EngineName } from '../engines/index.js';
import type { Trial } from '../policy/index.js';
import { corsFetch, type NetworkResponse, type Outcome } from '../protocol/index.js';
import type { Configuration, SimulatedResponse, Upstream } from './target.js';

/** How one trial ends in one engine in front of a simulated server. */
export interface Proof {
  readonly trial: Trial;
  readonly engine: EngineName;
  readonly outcome: Outcome;
}

/** An API that knows nothing of CORS: it answers 405 to OPTIONS and 200 to all else. */
export const plainUpstream: Upstream = ({ method }) =>
  method === 'OPTIONS'
    ? { status: 405, headers: [['Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE']] }
    : { status: 200, headers: [['Content-Type', 'application/json']] };

/** A simulated answer as the protocol takes it. */
export function networkResponse({ status, headers }: SimulatedResponse): NetworkResponse {
  return { status, headers: headers.map(({ name, value }) => [name, value] as const) };
}

/** Runs each trial in each engine against a configuration. */
export function prove(
  configuration: Configuration,
  trials: readonly Trial[],
  { engines = ENGINE_NAMES, upstream = plainUpstream }: ProveOptions = {},
): readonly Proof[] {
  return trials.flatMap((trial) =>
    engines.map((engine) => ({
      trial,
      engine,
      outcome: run(configuration, trial, engine, upstream),
    })),
  );
}

export interface ProveOptions {
  readonly engines?: readonly EngineName[];
  readonly upstream?: Upstream;
}

function run(
  configuration: Configuration,
  { origin, request }: Trial,
  engine: EngineName,
  upstream: Upstream,
): Outcome {
  const { behaviour } = ENGINES[engine];
  const client = {
    origin,
    behaviour,
    preflightCache: behaviour.createPreflightCache(),
    now: () => 0,
  };
  return drive(corsFetch(request, client), (asked) =>
    networkResponse(configuration.simulate(asked, upstream)),
  );
}
