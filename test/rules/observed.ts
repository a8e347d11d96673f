import type { Observed } from '../../src/diagnose/index.js';
import type { ExchangeMeta } from '../../src/evidence/index.js';
import type { NetworkResult } from '../../src/protocol/index.js';
import type { RuleId } from '../../src/rules/index.js';
import { ALLOWED, observe, type Given } from './observe.js';

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
