import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { plainUpstream } from '../../../src/targets/index.js';
import { target } from '../../../src/targets/envoy-gateway/index.js';
import { FIXTURES } from './fixtures.js';

const text = FIXTURES[0]!.text;

function allowed(
  source: string,
  url: string,
  origin: string,
  method = 'GET',
): readonly [number, string, string | null] {
  const request: NetworkRequest = {
    kind: 'request',
    url,
    method,
    headers: [
      ['origin', origin],
      ...(method === 'OPTIONS' ? [['access-control-request-method', 'PUT'] as const] : []),
    ],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const { status, headers, answeredBy } = target
    .read({ file: 'e', text: source })
    .value!.simulate(request, plainUpstream);
  return [
    status,
    answeredBy,
    headers.find(({ name }) => name.toLowerCase() === 'access-control-allow-origin')?.value ?? null,
  ];
}

describe('a SecurityPolicy', () => {
  it('holds for its route alone, and answers preflights that do not match without headers', () => {
    const old = 'https://old.example.com';
    expect(allowed(text, 'https://api.example.com/orders', old)).toEqual([200, 'upstream', old]);
    expect(allowed(text, 'https://api.example.com/', old)).toEqual([200, 'upstream', null]);
    expect(allowed(text, 'https://api.example.com/orders', 'https://x.example', 'OPTIONS')).toEqual(
      [200, 'server', null],
    );
  });

  it('of a gateway holds for routes that have none of their own', () => {
    const more = `${text}---\napiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\nmetadata: { name: all, namespace: infra }\nspec:\n  targetRefs: [{ group: g, kind: Gateway, name: public }]\n  cors: { allowOrigins: ["https://*.example.com"] }\n`;
    const page = 'https://a.b.example.com';
    expect(allowed(more, 'https://api.example.com/', page)[2]).toBe(page);
    expect(allowed(more, 'https://api.example.com/orders', page)[2]).toBeNull();
  });

  it('takes "*" among other methods for all of them', () => {
    const star = text.replace('allowMethods: [GET]', 'allowMethods: ["*", GET]');
    const { value } = target.read({ file: 'e', text: star });
    const { headers } = value!.simulate(
      {
        kind: 'preflight',
        url: 'https://api.example.com/orders',
        method: 'OPTIONS',
        headers: [
          ['origin', 'https://old.example.com'],
          ['access-control-request-method', 'PUT'],
        ],
        body: null,
        credentials: false,
        redirectCount: 0,
      },
      plainUpstream,
    );
    const sent = headers.find(({ name }) => name === 'Access-Control-Allow-Methods');
    expect(sent?.value).toBe('PUT');
  });

  it('gives way to the CORS filter of a rule', () => {
    const filtered = text.replace(
      'backendRefs: [{ name: orders, port: 80 }] # keep',
      'filters: [{ type: CORS, cors: { allowOrigins: ["https://f.example"] } }]\n      backendRefs: [{ name: orders, port: 80 }]',
    );
    expect(allowed(filtered, 'https://api.example.com/orders', 'https://f.example')[2]).toBe(
      'https://f.example',
    );
    const emission = target.emit(
      corsPolicy({ origins: [exactOrigin('https://a.example')] }),
      FIXTURES[0]!.place,
      { file: 'e', text: filtered },
    );
    expect(emission.kind === 'cannot' && emission.reasons[0]).toContain('CORS filter');
  });

  it('is refused for a part of a route', () => {
    const emission = target.emit(
      corsPolicy({ origins: [exactOrigin('https://a.example')] }),
      { ...FIXTURES[0]!.place, path: '/orders/new' },
      { file: 'e', text },
    );
    expect(emission.kind === 'cannot' && emission.reasons[0]).toContain('holds for all of it');
  });

  it('is linted', () => {
    const rules = (cors: string): readonly string[] =>
      target
        .read({ file: 'e', text: text.replace('["https://old.example.com"]', cors) })
        .problems.map(({ rule }) => rule);
    expect(rules('["https://a.example/"]')).toEqual(['allow-origin-not-valid']);
    expect(rules('["*"]\n    allowCredentials: true')).toEqual(['any-origin-with-credentials']);
    expect(rules('["https://a.example"]')).toEqual([]);
  });
});
