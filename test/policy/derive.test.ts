import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coversOrigin,
  derivePolicy,
  mergePolicies,
  corsPolicy,
  exactOrigin,
  policyHeaders,
  readAllowedOrigin,
  writeAllowedOrigin,
  ANY_ORIGIN,
} from '../../src/policy/index.js';
import { fetchRequest } from '../../src/protocol/index.js';
import { prove, type Configuration } from '../../src/targets/index.js';
import type { CorsPolicy, WantedCall } from '../../src/policy/index.js';

const APP = 'https://app.example.com';
const API = 'https://api.example.com/orders';

/** A server that says a policy as well as HTTP lets it. */
function ideal(policy: CorsPolicy): Configuration {
  return {
    routes: [],
    simulate: (request) => ({
      status: request.method === 'OPTIONS' ? 204 : 200,
      headers: policyHeaders(policy, request).map(([name, value]) => ({ name, value, span: null })),
      answeredBy: 'server',
      span: null,
    }),
  };
}

function verdicts(policy: CorsPolicy, calls: readonly WantedCall[]): string[] {
  const trials = calls.map((call) => ({ about: '', ...call }));
  return prove(ideal(policy), trials).map(({ outcome }) => outcome.verdict);
}

describe('derivePolicy', () => {
  it('names the origin, the method and what the preflight asks about, and nothing else', () => {
    const headers = [
      ['Content-Type', 'application/json'],
      ['Accept', '*/*'],
      ['X-Id', '1'],
      ['Host', 'x'],
    ] as const;
    const request = fetchRequest(API, { method: 'put', headers, credentials: 'include' });
    const { policy, needs } = derivePolicy([{ origin: APP, request, reads: ['X-Total-Count'] }]);
    expect(policy).toEqual(
      corsPolicy({
        origins: [exactOrigin(APP)],
        methods: ['PUT'],
        requestHeaders: ['content-type', 'x-id'],
        exposedHeaders: ['x-total-count'],
        credentials: true,
      }),
    );
    expect(needs.every(({ calls }) => calls.length === 1)).toBe(true);
  });

  it('sees that two lines of one header are judged together', () => {
    const headers = [
      ['Content-Type', 'text/plain'],
      ['Content-Type', 'text/plain'],
    ] as const;
    const { policy } = derivePolicy([{ origin: APP, request: fetchRequest(API, { headers }) }]);
    expect(policy.requestHeaders).toEqual(['content-type']);
  });

  it('says which calls need what', () => {
    const { needs } = derivePolicy([
      { origin: APP, request: fetchRequest(API) },
      { origin: 'null', request: fetchRequest(API, { method: 'PATCH' }) },
      { origin: APP, request: fetchRequest(API, { method: 'PATCH' }) },
    ]);
    expect(needs.find(({ value }) => value === 'PATCH')?.calls).toEqual([1, 2]);
    expect(needs.find(({ value }) => value === 'GET')).toMatchObject({
      calls: [0],
      safelisted: true,
    });
  });

  const calls = fc.array(
    fc.record({
      origin: fc.constantFrom(APP, 'http://localhost:3000', 'null'),
      request: fc
        .record({
          method: fc.constantFrom('GET', 'post', 'PUT', 'patch', 'DELETE', 'X-Y'),
          headers: fc.array(
            fc.tuple(
              fc.constantFrom('Content-Type', 'Accept', 'Range', 'X-A', 'Authorization', 'DPR'),
              fc.constantFrom('text/plain', 'application/json', 'bytes=0-', 'x"', '1'),
            ),
            { maxLength: 4 },
          ),
          credentials: fc.constantFrom('omit', 'same-origin', 'include'),
        })
        .map((rest) => fetchRequest(API, rest)),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('is enough for every engine, and least: without any one permission some call is refused', () => {
    fc.assert(
      fc.property(calls, (wanted) => {
        const { policy, needs } = derivePolicy(wanted);
        expect(new Set(verdicts(policy, wanted))).toEqual(new Set(['allowed']));
        for (const { permission, value, safelisted } of needs) {
          if (safelisted) continue;
          const less: CorsPolicy = {
            ...policy,
            origins: policy.origins.filter(
              (allowed) => permission !== 'origin' || writeAllowedOrigin(allowed) !== value,
            ),
            methods: without(policy.methods, permission === 'method' ? value : ''),
            requestHeaders: without(
              policy.requestHeaders,
              permission === 'request-header' ? value : '',
            ),
            credentials: policy.credentials && permission !== 'credentials',
          };
          expect(verdicts(less, wanted), `${permission} ${value}`).toContain('blocked');
        }
      }),
      { numRuns: 200 },
    );
  });
});

function without(list: readonly string[] | '*', value: string): readonly string[] | '*' {
  return list === '*' ? '*' : list.filter((each) => each !== value);
}

describe('mergePolicies', () => {
  const wanted = corsPolicy({ origins: [exactOrigin(APP)], methods: ['PUT'], credentials: true });

  it('takes nothing from the callers that are there', () => {
    const had = corsPolicy({
      origins: [exactOrigin('https://b.example')],
      methods: ['GET'],
      maxAge: 5,
    });
    const { policy, notes } = mergePolicies(had, wanted);
    expect(policy.origins.map(writeAllowedOrigin)).toEqual(['https://b.example', APP]);
    expect([policy.methods, policy.credentials, policy.maxAge, notes]).toEqual([
      ['GET', 'PUT'],
      true,
      5,
      [],
    ]);
  });

  it('gives up * for credentials, and says so', () => {
    const had = corsPolicy({ origins: [ANY_ORIGIN], methods: '*', requestHeaders: '*' });
    const { policy, notes } = mergePolicies(had, wanted);
    expect(policy.origins).toEqual([exactOrigin(APP)]);
    expect([policy.methods, policy.requestHeaders, notes.length]).toEqual([['PUT'], [], 3]);
  });

  it('keeps * where nobody asks for credentials', () => {
    const had = corsPolicy({ origins: [ANY_ORIGIN], credentials: true });
    const { policy } = mergePolicies(had, { ...wanted, credentials: false });
    expect([policy.origins, policy.credentials]).toEqual([[ANY_ORIGIN], false]);
  });
});

describe('an allowed origin', () => {
  it.each([
    ['https://*.example.com', 'https://a.example.com', true],
    ['https://*.example.com', 'https://a.b.example.com', false],
    ['https://**.example.com', 'https://a.b.example.com', true],
    ['https://**.example.com', 'https://example.com', false],
    ['https://*.example.com', 'https://a.example.com:8443', false],
    ['https://*.example.com:8443', 'https://a.example.com:8443', true],
    ['https://*.example.com', 'https://a.example.com.evil.test', false],
    ['https://*.example.com', 'https://.example.com', false],
    ['https://a.example', 'https://a.example.', false],
    ['null', 'null', true],
  ])('%s covers %s: %s', (text, origin, covered) => {
    expect(coversOrigin(readAllowedOrigin(text).value!, origin)).toBe(covered);
  });

  it.each([
    ['https://a.example/', 'trailing-slash', 'https://a.example'],
    ['https://a.example/login', 'path', 'https://a.example'],
    ['https://A.example', 'upper-case', 'https://a.example'],
    ['https://a.example:443', 'default-port', 'https://a.example'],
    [' https://a.example', 'space', 'https://a.example'],
    ['a.example', 'no-scheme', null],
    ['https://*', 'wildcard-place', null],
    ['http://localhost:*', 'wildcard-port', null],
    ['https://a-*.example', 'wildcard-place', null],
    ['https://a.example, https://b.example', 'list', null],
    ['', 'empty', null],
  ])('%s has a fault: %s', (text, fault, meant) => {
    const { value, fault: found, repaired } = readAllowedOrigin(text);
    expect([value, found, repaired && writeAllowedOrigin(repaired)]).toEqual([null, fault, meant]);
  });

  it('is written as it is read, and reading never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.domain().map((name) => `https://*.${name}`),
        ),
        (text) => {
          const { value, repaired } = readAllowedOrigin(text);
          if (value !== null) expect(writeAllowedOrigin(value)).toBe(text);
          if (repaired !== null)
            expect(readAllowedOrigin(writeAllowedOrigin(repaired)).value).toEqual(repaired);
        },
      ),
    );
  });
});
