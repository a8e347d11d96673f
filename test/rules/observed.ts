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
import type { RuleId } from '../../src/rules/index.js';

const ORIGIN = 'https://shop.example';
const URL = 'https://api.example/orders';
const ALLOWED: HeaderList = [
  ['Access-Control-Allow-Origin', ORIGIN],
  ['Access-Control-Allow-Methods', 'PUT'],
  ['Access-Control-Max-Age', '600'],
  ['Vary', 'Origin'],
];

interface Given {
  readonly method?: string;
  readonly preflight?: NetworkResult;
  readonly response?: NetworkResult;
  /** What was measured at the preflight. */
  readonly meta?: ExchangeMeta;
  readonly experiments?: Partial<Record<ExperimentId, NetworkResult>>;
}

/** A call as a live driver sees it: with measurements, and with the answers to experiments. */
function observe(given: Given): Observed {
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
  return { request, origin: ORIGIN, engine: 'chromium', outcome, exchanges, experiments };
}

function answered(timings: ExchangeMeta['timings'], bodyStart = ''): Given {
  return { method: 'PUT', meta: { timings, bodyStart, sentHeaders: [] } };
}

const SILENT: NetworkResult = { status: 200, headers: [['Content-Type', 'text/html']] };
const SPEAKS: NetworkResult = { status: 200, headers: ALLOWED };

interface Shown {
  readonly fixtures: Readonly<Record<string, () => Observed>>;
  readonly nearMisses: Readonly<Record<string, () => Observed>>;
}

/** Rules about what no scenario can say: what was measured, and what experiments brought. */
export const OBSERVED: Partial<Record<RuleId, Shown>> = {
  'cors-on-other-paths-or-methods': {
    fixtures: {
      'the root of the host has the headers': () =>
        observe({ response: SILENT, experiments: { 'root-get': SPEAKS } }),
      'GET has the headers, the preflight for PUT has not': () =>
        observe({ method: 'PUT', preflight: SILENT, experiments: { get: SPEAKS } }),
      'a preflight for GET has the headers, that for PUT has not': () =>
        observe({ method: 'PUT', preflight: SILENT, experiments: { 'simple-preflight': SPEAKS } }),
    },
    nearMisses: {
      'no experiment found a header': () =>
        observe({ response: SILENT, experiments: { 'root-get': SILENT, get: SILENT } }),
      'no experiment was made': () => observe({ response: SILENT }),
      'the experiment got no response': () =>
        observe({ response: SILENT, experiments: { 'root-get': { error: 'time-out' } } }),
      'the answer is an error page': () =>
        observe({
          response: { status: 500, headers: [] },
          experiments: { 'root-get': SPEAKS },
        }),
      'the preflight passed, the response alone lacks them': () =>
        observe({ method: 'PUT', response: SILENT, experiments: { 'root-get': SPEAKS } }),
    },
  },
  'preflight-answered-slowly': {
    fixtures: {
      'the first byte comes late': () =>
        observe(answered({ connect: 20, tls: 60, firstByte: 561, total: 570 })),
      'on a connection used again': () => observe(answered({ firstByte: 501, total: 510 })),
      'where the first byte was not measured': () => observe(answered({ total: 900 })),
      'with a body that nobody reads': () =>
        observe(answered({ firstByte: 5, total: 6 }, 'x'.repeat(1025))),
    },
    nearMisses: {
      'just in time': () =>
        observe(answered({ connect: 20, tls: 60, firstByte: 560, total: 570 }, 'x'.repeat(1024))),
      'DNS, TCP and TLS took long, the server did not': () =>
        observe(answered({ dns: 400, connect: 800, tls: 1600, firstByte: 1700, total: 1710 })),
      'nothing was measured': () => observe({ method: 'PUT' }),
      'there is no preflight': () =>
        observe({ ...answered({ firstByte: 900, total: 900 }), method: 'GET' }),
      'the preflight is refused: that comes first': () =>
        observe({ ...answered({ firstByte: 900, total: 900 }), preflight: SILENT }),
    },
  },
};
