import type { LiveDriver } from '../live/index.js';
import { requestHeaders, type RecordedAnswer } from './answer.js';
import type { NetworkRequest, NetworkResult } from '../../protocol/index.js';

export type { RecordedAnswer } from './answer.js';

/** How a recorded driver answered: what it made up is known afterwards. */
export interface RecordedDriver extends LiveDriver {
  /** Requests that nothing was recorded for, in order. */
  readonly assumed: readonly NetworkRequest[];
}

/**
 * A driver that answers from what was recorded: each answer serves requests of
 * its kind, method and URL. Where nothing was recorded a preflight is taken to
 * allow what it asks, and a request to be let through.
 */
export function createRecordedDriver(answers: readonly RecordedAnswer[]): RecordedDriver {
  const assumed: NetworkRequest[] = [];
  const find = (request: NetworkRequest): RecordedAnswer | undefined =>
    answers.find(
      ({ kind, method, url }) =>
        kind === request.kind &&
        (kind === 'preflight' || method === null || method === request.method) &&
        (url === null || url === request.url),
    );
  return {
    assumed,
    send: (request) => {
      const found = find(request);
      if (found === undefined) assumed.push(request);
      const result = found?.result ?? permissive(request);
      const meta = { timings: { total: 0 }, sentHeaders: request.headers };
      return Promise.resolve({ result, meta });
    },
    close: () => {},
  };
}

/** An answer that every browser takes. */
function permissive(request: NetworkRequest): NetworkResult {
  const asked = requestHeaders(request);
  const headers: (readonly [string, string])[] = [
    ['Access-Control-Allow-Origin', asked('origin') ?? '*'],
    ['Access-Control-Allow-Credentials', 'true'],
  ];
  const method = asked('access-control-request-method');
  const names = asked('access-control-request-headers');
  if (method !== null) headers.push(['Access-Control-Allow-Methods', method]);
  if (names !== null) headers.push(['Access-Control-Allow-Headers', names]);
  return { status: request.kind === 'preflight' ? 204 : 200, headers };
}
