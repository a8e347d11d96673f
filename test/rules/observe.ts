import type { Observed } from '../../src/diagnose/index.js';
import { drive } from '../../src/drivers/run.js';
import { ENGINES } from '../../src/engines/index.js';
import type { ExchangeMeta, ExperimentId, Observation } from '../../src/evidence/index.js';
import {
  corsFetch,
  fetchRequest,
  type HeaderList,
  type NetworkResult,
} from '../../src/protocol/index.js';

const ORIGIN = 'https://shop.example';
const URL = 'https://api.example/orders';
export const ALLOWED: HeaderList = [
  ['Access-Control-Allow-Origin', ORIGIN],
  ['Access-Control-Allow-Methods', 'PUT'],
  ['Access-Control-Max-Age', '600'],
  ['Vary', 'Origin'],
];

/** What servers answer; by default they allow the call. */
export interface Given {
  readonly method?: string;
  readonly preflight?: NetworkResult;
  readonly response?: NetworkResult;
  /** What was measured at the preflight. */
  readonly meta?: ExchangeMeta;
  readonly experiments?: Partial<Record<ExperimentId, NetworkResult>>;
}

/** A call as a live driver sees it: with measurements, and with the answers to experiments. */
export function observe(given: Given): Observed {
  const request = fetchRequest(URL, { method: given.method ?? 'GET' });
  const { behaviour } = ENGINES.chromium;
  const preflightCache = behaviour.createPreflightCache();
  const client = { origin: ORIGIN, behaviour, preflightCache, now: () => 0 };
  const outcome = drive(
    corsFetch(request, client),
    ({ kind }) =>
      (kind === 'preflight' ? given.preflight : given.response) ?? {
        status: 200,
        headers: ALLOWED,
      },
  );
  const exchanges = outcome.exchanges.map((seen): Observation =>
    seen.request.kind === 'preflight' && given.meta ? { ...seen, meta: given.meta } : seen,
  );
  const asked = outcome.exchanges[0]!.request;
  const experiments = new Map(
    Object.entries(given.experiments ?? {}).map(([id, result]): [ExperimentId, Observation] => [
      id as ExperimentId,
      { request: asked, result },
    ]),
  );
  return { request, origin: ORIGIN, behaviour, outcome, exchanges, experiments };
}
