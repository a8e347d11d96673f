import { describe, expect, it } from 'vitest';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import { applyChanges, plainUpstream } from '../../../src/targets/index.js';
import { target } from '../../../src/targets/istio/index.js';
import { seconds } from '../../../src/targets/istio/cors.js';
import { FIXTURES } from './fixtures.js';

function service(cors: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: api }
spec:
  hosts: [api.example.com]
  http:
    - corsPolicy: ${cors}
      route: [{ destination: { host: api } }]
`;
}

function ask(
  text: string,
  method: string,
  origin: string,
): { status: number; by: string; get: (name: string) => string | undefined } {
  const { value } = target.read({ file: 'v.yaml', text });
  const request: NetworkRequest = {
    kind: method === 'OPTIONS' ? 'preflight' : 'request',
    url: 'https://api.example.com/',
    method,
    headers: [
      ['origin', origin],
      ...(method === 'OPTIONS' ? [['access-control-request-method', 'PUT'] as const] : []),
    ],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const { status, headers, answeredBy } = value!.simulate(request, plainUpstream);
  return {
    status,
    by: answeredBy,
    get: (name) => headers.find((each) => each.name.toLowerCase() === name)?.value,
  };
}

const ALLOW = 'access-control-allow-origin';

describe('a VirtualService', () => {
  it.each([
    ['{ exact: "https://a.example" }', 'https://a.example', true],
    ['{ exact: "https://a.example" }', 'https://a.example.evil.test', false],
    ['{ prefix: "https://a.example" }', 'https://a.example.evil.test', true],
    ['{ regex: "https://.*\\\\.a\\\\.example" }', 'https://x.a.example', true],
    ['{ regex: "https://.*\\\\.a\\\\.example" }', 'https://x.a.example.evil.test', false],
    ['{ exact: "*" }', 'https://any.example', true],
    // What takes the text "*" takes every origin.
    ['{ prefix: "*" }', 'https://any.example', true],
    ['{ regex: "[^:]*" }', 'https://any.example', true],
  ])('with %s, asked by %s: %s', (entry, origin, matches) => {
    const { get } = ask(service(`{ allowOrigins: [${entry}] }`), 'GET', origin);
    expect(get(ALLOW)).toBe(matches ? origin : undefined);
  });

  it('forwards preflights of other origins unless it is told to ignore them', () => {
    const cors = 'allowOrigins: [{ exact: "https://a.example" }]';
    expect(ask(service(`{ ${cors} }`), 'OPTIONS', 'https://b.example').by).toBe('upstream');
    expect(
      ask(service(`{ ${cors}, unmatchedPreflights: IGNORE }`), 'OPTIONS', 'https://b.example'),
    ).toMatchObject({ by: 'server', status: 200 });
  });

  it('finds origins that let in too many, and none', () => {
    const rules = (cors: string): readonly string[] =>
      target.read({ file: 'v', text: service(cors) }).problems.map(({ rule }) => rule);
    expect(rules('{ allowOrigins: [{ prefix: "https://a.example" }] }')).toEqual(['origin-prefix']);
    expect(rules('{ allowOrigins: [{ exact: "https://a.example/" }] }')).toEqual([
      'allow-origin-not-valid',
    ]);
    expect(rules('{ allowOrigins: [{ exact: "https://a.example" }] }')).toEqual([]);
  });

  it('gets a route of its own before the one that answers elsewhere, with comments kept', () => {
    const { text, place } = FIXTURES[1]!;
    const policy = corsPolicy({ origins: [exactOrigin('https://a.example')] });
    const emission = target.emit(policy, place, { file: 'v', text });
    if (emission.kind === 'cannot') throw new Error(emission.reasons.join());
    const after = applyChanges(text, emission.changes);
    expect(after.indexOf('exact: /v1/items')).toBeLessThan(after.indexOf('# all else'));
    expect(after.indexOf('exact: /v1/items')).toBeGreaterThan(after.indexOf('host: orders'));
  });

  it('that depends on headers, or is for several hosts, is refused with the reason', () => {
    const reasons = (text: string): string => {
      const emission = target.emit(
        corsPolicy({ origins: [exactOrigin('https://a.example')] }),
        { origin: 'https://api.example.com', path: '/', upstream: '' },
        { file: 'v', text },
      );
      return emission.kind === 'cannot' ? emission.reasons.join(' ') : '';
    };
    const plain = service('{}');
    expect(reasons(plain)).toBe('');
    expect(
      reasons(plain.replace('- corsPolicy: {}', '- match: [{ headers: { x: { exact: y } } }]')),
    ).toContain('conditions besides the path');
    expect(
      reasons(plain.replace('[api.example.com]', '[api.example.com, b.example.com]')),
    ).toContain('several hosts');
  });

  it('answers "*" with what was asked for, and nothing for redirects', () => {
    const { get } = ask(
      service('{ allowOrigins: [{ exact: "https://a.example" }], allowMethods: ["*"] }'),
      'OPTIONS',
      'https://a.example',
    );
    expect(get('access-control-allow-methods')).toBe('PUT');
    const away = service('{ allowOrigins: [{ exact: "https://a.example" }] }').replace(
      'route: [{ destination: { host: api } }]',
      'redirect: { authority: b.example }',
    );
    const answer = ask(away, 'GET', 'https://a.example');
    expect([answer.status, answer.get('location'), answer.get(ALLOW)]).toEqual([
      301,
      'https://b.example/',
      undefined,
    ]);
  });

  it('reads durations', () => {
    expect(['24h', '1m30s', '90s', '500ms', '5', null].map(seconds)).toEqual([
      86_400,
      90,
      90,
      0,
      null,
      null,
    ]);
  });
});
