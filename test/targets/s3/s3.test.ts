import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin, readAllowedOrigin } from '../../../src/policy/index.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { plainUpstream } from '../../../src/targets/index.js';
import { target } from '../../../src/targets/s3/index.js';

const RULES = JSON.stringify([
  { AllowedOrigins: ['https://a.example'], AllowedMethods: ['GET'], AllowedHeaders: ['x-*'] },
  { AllowedOrigins: ['*'], AllowedMethods: ['PUT'] },
]);

function ask(
  origin: string,
  method: string,
  header?: string,
): readonly [number, string | null, string | null] {
  const request: NetworkRequest = {
    kind: 'preflight',
    url: 'https://bucket.s3.amazonaws.com/',
    method: 'OPTIONS',
    headers: [
      ['origin', origin],
      ['access-control-request-method', method],
      ...(header === undefined ? [] : [['access-control-request-headers', header] as const]),
    ],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const { status, headers } = target
    .read({ file: 'c', text: RULES })
    .value!.simulate(request, plainUpstream);
  const get = (name: string): string | null =>
    headers.find((each) => each.name.toLowerCase() === name)?.value ?? null;
  return [status, get('access-control-allow-origin'), get('access-control-allow-credentials')];
}

describe('a bucket', () => {
  it('answers by the first rule that takes the whole request', () => {
    expect(ask('https://a.example', 'GET', 'x-one')).toEqual([200, 'https://a.example', 'true']);
    expect(ask('https://a.example', 'PUT')).toEqual([200, '*', null]);
    expect(ask('https://a.example', 'GET', 'authorization')).toEqual([403, null, null]);
    expect(ask('https://b.example', 'GET')).toEqual([403, null, null]);
  });

  it('says what it cannot say, all of it', () => {
    const policy = corsPolicy({
      origins: [exactOrigin('https://a.example'), readAllowedOrigin('https://*.b.example').value!],
      methods: ['PATCH'],
      requestHeaders: '*',
      exposedHeaders: '*',
    });
    const place = { origin: 'https://bucket.s3.amazonaws.com', path: '/x', upstream: '' };
    const emission = target.emit(policy, place, { file: 'c', text: '[]' });
    expect(emission.kind === 'cannot' && emission.reasons).toHaveLength(6);
  });

  it('is linted', () => {
    const rules = (rule: object): readonly string[] =>
      target.read({ file: 'c', text: JSON.stringify([rule]) }).problems.map((each) => each.rule);
    expect(rules({ AllowedOrigins: ['https://a.example/'], AllowedMethods: ['GET'] })).toEqual([
      'allow-origin-not-valid',
    ]);
    expect(rules({ AllowedOrigins: ['https://*'], AllowedMethods: ['OPTIONS'] })).toEqual([
      'origin-pattern',
      'method-not-taken',
    ]);
    expect(rules({ AllowedMethods: ['GET'] })).toEqual(['no-origins']);
    expect(rules({ AllowedOrigins: ['https://a.example'], AllowedMethods: ['GET'] })).toEqual([]);
  });
});
