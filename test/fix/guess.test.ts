import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/evidence/index.js';
import { guessTargets } from '../../src/fix/index.js';
import { TARGETS } from '../../src/targets/index.js';

function seen(lines: readonly string[], status = 200, bodyStart?: string): Observation {
  return {
    request: {
      kind: 'request',
      url: 'https://api.example.com/',
      method: 'GET',
      headers: [],
      body: null,
      credentials: false,
      redirectCount: 0,
    },
    result: {
      status,
      headers: lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
      }),
    },
    ...(bodyStart === undefined
      ? {}
      : { meta: { timings: { total: 1 }, sentHeaders: [], bodyStart } }),
  };
}

describe('the target of an answer', () => {
  it.each([
    [['server: envoy', 'x-envoy-upstream-service-time: 3'], ['envoy']],
    [
      ['server: istio-envoy', 'x-envoy-upstream-service-time: 3'],
      ['istio', 'envoy'],
    ],
    [['Apigw-Requestid: WSg1ihmdliAEJXA='], ['api-gateway']],
    [
      ['x-amzn-RequestId: 1', 'x-amz-apigw-id: 2', 'x-amz-cf-id: 3'],
      ['api-gateway', 'cloudfront'],
    ],
    [
      ['Via: 1.1 abc.cloudfront.net (CloudFront)', 'server: AmazonS3'],
      ['cloudfront', 's3'],
    ],
    [['server: CloudFront', 'x-cache: Error from cloudfront'], ['cloudfront']],
    [
      ['server: nginx/1.22.1', 'x-powered-by: Express'],
      ['express', 'nginx'],
    ],
    [['server: something', 'via: 1.1 vegur'], []],
  ])('%j', (lines, ids) => {
    expect(
      guessTargets([seen(lines)], Object.values(TARGETS)).map(({ target }) => target.id),
    ).toEqual(ids);
  });

  it('is told by error pages before anything else', () => {
    const page = '{"message":"Missing Authentication Token"}';
    const [guess] = guessTargets(
      [seen(['x-powered-by: Express'], 403, page)],
      Object.values(TARGETS),
    );
    expect(guess).toMatchObject({ target: { id: 'api-gateway' }, from: page });
  });
});
