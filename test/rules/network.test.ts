import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/index.js';
import { drive } from '../../src/drivers/run.js';
import { ENGINES } from '../../src/engines/index.js';
import {
  corsFetch,
  fetchRequest,
  type NetworkFailureKind,
  type NetworkResult,
} from '../../src/protocol/index.js';
import type { RuleId } from '../../src/rules/index.js';

const ORIGIN = 'https://shop.example';

/** The first cause when the network gives this. */
function firstCause(result: NetworkResult): string | undefined {
  const request = fetchRequest('https://api.example/orders');
  const { behaviour } = ENGINES.chromium;
  const outcome = drive(
    corsFetch(request, {
      origin: ORIGIN,
      behaviour,
      preflightCache: behaviour.createPreflightCache(),
      now: () => 0,
    }),
    () => result,
  );
  return diagnose({ request, origin: ORIGIN, behaviour, outcome }).causes[0]?.rule;
}

const CAUSES: Record<Exclude<NetworkFailureKind, 'no-answer-recorded'>, RuleId> = {
  'host-not-found': 'host-not-found',
  'connection-refused': 'connection-refused',
  'connection-reset': 'connection-reset',
  'network-unreachable': 'network-unreachable',
  'time-out': 'time-out',
  'certificate-expired': 'certificate-expired',
  'certificate-not-yet-valid': 'certificate-not-yet-valid',
  'certificate-wrong-host': 'certificate-wrong-host',
  'certificate-self-signed': 'certificate-self-signed',
  'certificate-unknown-issuer': 'certificate-unknown-issuer',
  'certificate-revoked': 'certificate-not-trusted',
  'certificate-invalid': 'certificate-not-trusted',
  'tls-failed': 'wrong-protocol-on-port',
  'not-tls': 'wrong-protocol-on-port',
  'not-http': 'wrong-protocol-on-port',
  'malformed-response': 'malformed-http-response',
  'headers-too-large': 'response-headers-too-large',
  'empty-response': 'empty-response',
  'proxy-failed': 'proxy-failed',
};

describe('when the network fails', () => {
  it.each(Object.entries(CAUSES))('%s is told as %s', (error, rule) => {
    const result = { error: error as NetworkFailureKind, detail: 'what was said' };
    expect(firstCause(result)).toBe(rule);
  });

  it('a response, even without CORS headers, is none of these', () => {
    expect(firstCause({ status: 200, headers: [] })).toBe('no-cors-headers');
  });
});
