import {
  createLiveDriver,
  type LiveExchange,
  type LiveOptions,
} from '../../../../src/drivers/live/index.js';
import type {
  NetworkFailureKind,
  NetworkRequest,
  NetworkResponse,
} from '../../../../src/protocol/index.js';

/** Milliseconds for a driver whose test wants an answer; far above what loopback needs. */
const AMPLE = 20_000;

export function get(url: string, more: Partial<NetworkRequest> = {}): NetworkRequest {
  return {
    kind: 'request',
    url,
    method: 'GET',
    headers: [['origin', 'http://shop.test']],
    body: null,
    credentials: false,
    redirectCount: 0,
    ...more,
  };
}

/** Sends requests through one driver, one after the other, and closes it. */
export async function sendAll(
  requests: readonly NetworkRequest[],
  options: Partial<LiveOptions> = {},
): Promise<LiveExchange[]> {
  const driver = createLiveDriver({ maxTimeMs: AMPLE, ...options });
  const exchanges: LiveExchange[] = [];
  try {
    for (const request of requests) exchanges.push(await driver.send(request));
  } finally {
    driver.close();
  }
  return exchanges;
}

export async function sendOne(
  request: NetworkRequest | string,
  options: Partial<LiveOptions> = {},
): Promise<LiveExchange> {
  const [exchange] = await sendAll([typeof request === 'string' ? get(request) : request], options);
  return exchange!;
}

/** The response, where there must be one. */
export function responseOf({ result }: LiveExchange): NetworkResponse {
  if ('error' in result) throw new Error(`no response: ${result.error} (${result.detail})`);
  return result;
}

/** The failure's kind and its words, where there must be a failure. */
export function failureOf({ result }: LiveExchange): { kind: NetworkFailureKind; detail: string } {
  if (!('error' in result)) throw new Error(`a response came: ${result.status}`);
  return { kind: result.error, detail: result.detail ?? '' };
}
