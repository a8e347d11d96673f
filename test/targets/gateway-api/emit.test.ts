import { describe, expect, it } from 'vitest';
import { corsPolicy } from '../../../src/policy/index.js';
import { fetchRequest } from '../../../src/protocol/index.js';
import {
  answer,
  AT,
  CANARY,
  changed,
  CORS,
  emitted,
  POLICY,
  prefix,
  read,
  reasons,
  route,
  rule,
} from './support.js';

describe('a route for several hosts', () => {
  const text = route([rule(prefix('/'), 'web')], '[api.example.com, www.example.com]');

  it('gets a route for the host alone, and loses that host', () => {
    const emission = emitted(text, '/');
    const after = changed(text, emission);
    expect(answer(after, `${AT}/x`)).toBe('web+');
    expect(answer(after, `${AT}/x`, 'OPTIONS')).toBe('204+');
    expect(answer(after, 'https://www.example.com/x')).toBe('web');
    expect(after).toContain('hostnames: [www.example.com]');
    expect(after).toContain('name: api-api-example-com\n  namespace: shop');
    expect(emission.kind === 'change' && emission.notes.join('\n')).toContain('targetRefs');
    expect(emitted(after, '/')).toMatchObject({ kind: 'change', changes: [] });
  });

  it.each([
    ['*.example.com', '["*.example.com"]'],
    ['every host', '[]'],
  ])('that is for %s stays as it is', (_name, hosts) => {
    const wide = route([rule(prefix('/'), 'web'), rule(prefix('/a'), 'a')], hosts);
    const after = changed(wide, emitted(wide, '/'));
    expect(after.startsWith(wide)).toBe(true);
    expect([answer(after, `${AT}/x`), answer(after, `${AT}/a`)]).toEqual(['web+', 'a']);
    expect(answer(after, 'https://b.example.com/x')).toBe('web');
  });

  it('keeps all rules of the host, and the place gets one of its own', () => {
    const after = changed(text, emitted(text, '/v1'));
    expect([
      answer(after, `${AT}/v1/x`),
      answer(after, `${AT}/x`),
      answer(after, 'https://www.example.com/v1/x'),
    ]).toEqual(['web+', 'web', 'web']);
  });

  it('is not copied away from what protects it by name', () => {
    const guarded = `${text}---
apiVersion: example.com/v1
kind: AuthPolicy
metadata: { name: login }
spec: { targetRefs: [{ kind: HTTPRoute, name: api }] }
`;
    expect(reasons(emitted(guarded, '/'))).toContain('AuthPolicy login is attached');
  });

  it('is not copied where another route answers at the host, too', () => {
    const two = `${route([rule(prefix('/'), 'web')], '["*.example.com"]')}---
${route([rule(prefix('/b'), 'b')], '[api.example.com]', 'other')}`;
    expect(reasons(emitted(two, '/a'))).toContain('shop/other answers at api.example.com as well');
  });

  it('is not copied for an address, or as JSON', () => {
    expect(
      reasons(emitted(route([rule(prefix('/'), 'w')], '[]'), '/', POLICY, 'http://127.0.0.1')),
    ).toContain('no IP addresses');
    const json = JSON.stringify({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'a' },
      spec: { rules: [{ backendRefs: [{ name: 'b', port: 80 }] }] },
    });
    expect(reasons(emitted(json, '/'))).toContain('written as JSON');
  });
});

describe('a place below rules for other paths', () => {
  it('keeps what the matches ask for: main and canary stay apart', () => {
    const text = route([
      rule(prefix('/', CANARY), 'canary'),
      rule(prefix('/', ', queryParams: [{ name: v, value: "2" }]'), 'second'),
      rule(prefix('/'), 'web'),
    ]);
    const after = changed(text, emitted(text, '/v1'));
    const asked = (url: string): string[] => [
      answer(after, url),
      answer(after, url, 'GET', [['X-Canary', '1']]),
      answer(after, url, 'GET', [['X-Canary', '2']]),
      answer(after, `${url}?v=2`),
      answer(after, url, 'OPTIONS'),
    ];
    expect(asked(`${AT}/v1/x`)).toEqual(['web+', 'canary+', 'web+', 'second+', '204+']);
    expect(asked(`${AT}/x`)).toEqual(['web', 'canary', 'web', 'second', 'web']);
    expect(emitted(after, '/v1')).toMatchObject({ kind: 'change', changes: [] });
  });

  it('does not put rules for the place into another order', () => {
    const text = route([
      rule(prefix('/v1', CANARY), 'canary'),
      rule(prefix('/', ', method: GET'), 'reads'),
      rule(prefix('/'), 'web'),
    ]);
    expect(answer(text, `${AT}/v1/a`, 'GET', [['x-canary', '1']])).toBe('canary');
    expect(reasons(emitted(text, '/v1/a'))).toContain('another order');
  });

  it('takes along a match that is for the place alone', () => {
    const text = route([rule(`${prefix('/')}, { path: { type: Exact, value: /health } }`, 'web')]);
    const after = changed(text, emitted(text, '/health'));
    expect([
      answer(after, `${AT}/health`),
      answer(after, `${AT}/health/x`),
      answer(after, `${AT}/health`, 'OPTIONS'),
      answer(after, `${AT}/x`),
    ]).toEqual(['web+', 'web+', '204+', 'web']);
  });

  it('replaces the longer prefix such that the backend gets the same path', () => {
    const rewrite =
      'filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }]\n';
    const text = route([rule(prefix('/api'), 'web', rewrite)]);
    const after = changed(text, emitted(text, '/api/v1'));
    const behind = (yaml: string): string[] => {
      const urls: string[] = [];
      read({ file: 'r', text: yaml }).value!.simulate(
        {
          ...fetchRequest(`${AT}/api/v1/a?b`),
          kind: 'request',
          headers: [],
          credentials: false,
          redirectCount: 0,
        },
        ({ url }) => {
          urls.push(url);
          return { status: 200, headers: [] };
        },
      );
      return urls;
    };
    expect(behind(text)).toEqual([`${AT}/v1/a?b`]);
    expect(behind(after)).toEqual([`${AT}/v1/a?b`]);
    expect(after).toContain('replacePrefixMatch: /v1');
    expect(answer(after, `${AT}/api/v1/a`)).toBe('web+');
  });

  it.each(['filters', 'backendRefs'])('closes what is open above, for nobody (%s last)', (last) => {
    const open = rule(prefix('/'), 'web', CORS);
    const [first = '', second = '', third = ''] = open.split('\n');
    const text = route([last === 'filters' ? [first, third, second].join('\n') : open]);
    const after = changed(text, emitted(text, '/admin', corsPolicy()));
    expect([answer(after, `${AT}/admin`), answer(after, `${AT}/admin`, 'OPTIONS')]).toEqual([
      'web',
      'web',
    ]);
    expect(answer(after, `${AT}/x`)).toBe('web+');
    expect(emitted(after, '/admin', corsPolicy())).toMatchObject({ changes: [] });
  });

  it('takes a filter out and adds a rule at one place of the text', () => {
    const text = route([
      rule(prefix('/'), 'web', CORS),
      `matches: [${prefix('/a', CANARY)}]\nbackendRefs: [{ name: canary, port: 80 }]\n${CORS.trim()}`,
    ]);
    const after = changed(text, emitted(text, '/a', corsPolicy()));
    expect([
      answer(after, `${AT}/a`),
      answer(after, `${AT}/a`, 'GET', [['x-canary', '1']]),
      answer(after, `${AT}/b`),
    ]).toEqual(['web', 'canary', 'web+']);
  });

  it('is not copied from a rule that a policy of the file names', () => {
    const text = `${route([`name: main\n${rule(prefix('/'), 'web')}`])}---
apiVersion: example.com/v1
kind: AuthPolicy
metadata: { name: login }
spec: { targetRef: { kind: HTTPRoute, name: api, sectionName: main } }
`;
    expect(reasons(emitted(text, '/a'))).toContain('AuthPolicy login is attached');
    expect(emitted(text, '/').kind).toBe('change');
  });
});
