import { describe, expect, it } from 'vitest';
import { corsPolicy } from '../../../src/policy/index.js';
import {
  answer,
  AT,
  CANARY,
  changed,
  CORS,
  emitted,
  POLICY,
  prefix,
  reasons,
  route,
  rule,
} from './support.js';

describe('the rules of a place', () => {
  it('all get the filter, by whatever method they answer', () => {
    const text = route([
      rule(prefix('/', ', method: PUT'), 'writes'),
      rule(prefix('/', ', method: OPTIONS'), 'options'),
      rule(prefix('/'), 'web'),
    ]);
    const after = changed(text, emitted(text, '/'));
    expect(['GET', 'PUT', 'OPTIONS'].map((method) => answer(after, `${AT}/x`, method))).toEqual([
      'web+',
      'writes+',
      '204+',
    ]);
  });

  it('all get the filter, by whatever headers they ask for, though no preflight has them', () => {
    const text = route([rule(prefix('/', CANARY), 'canary'), rule(prefix('/'), 'web')]);
    const after = changed(text, emitted(text, '/'));
    expect([
      answer(after, `${AT}/x`, 'GET', [['x-canary', '1']]),
      answer(after, `${AT}/x`),
      answer(after, `${AT}/x`, 'OPTIONS'),
    ]).toEqual(['canary+', 'web+', '204+']);
  });

  it('have to get the preflight', () => {
    const canary = route([rule(prefix('/', CANARY), 'canary')]);
    expect(reasons(emitted(canary, '/'))).toContain('x-canary, which no preflight has');
    const options = route([rule(prefix('/', `, method: OPTIONS${CANARY}`), 'canary')]);
    expect(reasons(emitted(options, '/'))).toContain('x-canary, which no preflight has');
    const get = route([rule(prefix('/', ', method: GET'), 'reads')]);
    expect(reasons(emitted(get, '/'))).toContain('for GET alone');
  });

  it('that are for longer paths are said', () => {
    const text = route([
      rule(prefix('/'), 'web'),
      rule(prefix('/orders'), 'orders'),
      rule('{ path: { type: RegularExpression, value: "/v[0-9]+/.*" } }', 'versions'),
    ]);
    const emission = emitted(text, '/');
    expect(emission.kind === 'change' && emission.notes.join('\n')).toMatch(
      /longer paths .*: \/orders \(PathPrefix, HTTPRoute shop\/api\)\.\n.*\/v\[0-9\]\+/,
    );
    expect(answer(changed(text, emission), `${AT}/orders`)).toBe('orders');
  });

  it('in two routes both get it where only their ages decide', () => {
    const text = `${route([rule(prefix('/'), 'one')], undefined, 'a')}---
${route([rule(prefix('/'), 'two')], undefined, 'b')}`;
    const emission = emitted(text, '/');
    const after = changed(text, emission);
    expect(after.match(/type: CORS/g)).toHaveLength(2);
    expect(emission.kind === 'change' && emission.notes.join('\n')).toContain(
      'the older one answers',
    );
  });

  it.each([
    ['by their names', ''],
    [
      'by the Gateway',
      `---
kind: Gateway
metadata: { name: gw, namespace: shop }
spec:
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - { name: https, port: 443, protocol: HTTPS }
`,
    ],
  ])('are those of the listener that the API is asked at, %s', (_name, gateway) => {
    const at = (listener: string, text: string): string =>
      text.replace('spec:', `spec:\n  parentRefs: [{ name: gw, sectionName: ${listener} }]`);
    const redirect =
      'filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }]';
    const text = `${at('http', route([redirect], undefined, 'a-redirect'))}---
${at('https', route([rule(prefix('/'), 'web')]))}${gateway}`;
    const after = changed(text, emitted(text, '/'));
    expect(answer(after, `${AT}/x`)).toBe('web+');
    expect(answer(after, 'http://api.example.com/x', 'OPTIONS')).toBe('301');
    expect(reasons(emitted(text, '/', POLICY, 'http://api.example.com'))).toContain('redirect');
  });

  it('with headers set by hand, aliases or filters of a backend are left alone, and it is said', () => {
    const modifier =
      'filters: [{ type: ResponseHeaderModifier, responseHeaderModifier: { set: [{ name: Access-Control-Allow-Origin, value: "*" }] } }]\n';
    expect(reasons(emitted(route([rule(prefix('/'), 'web', modifier)]), '/'))).toContain(
      'ResponseHeaderModifier',
    );
    const anchored = route([rule(prefix('/'), 'web', CORS.replace('filters: ', 'filters: &f '))]);
    expect(reasons(emitted(anchored, '/', corsPolicy()))).toContain('anchors');
    const behind = route([
      rule(prefix('/'), 'web').replace('port: 80', 'port: 80, filters: [{ type: CORS }]'),
    ]);
    expect(reasons(emitted(behind, '/'))).toContain('backendRef');
  });
});
