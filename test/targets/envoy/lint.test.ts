import { describe, expect, it } from 'vitest';
import { target } from '../../../src/targets/envoy/index.js';
import { cors, envoy, EXACT, type Parts } from './support.js';

describe('linting', () => {
  function rules(text: string): readonly string[] {
    return target.read({ file: 'e', text }).problems.map(({ rule }) => rule);
  }

  it.each([
    ['prefix: "https://a.example"', 'origin-prefix'],
    ['contains: "a.example"', 'origin-prefix'],
    ['suffix: "a.example"', 'origin-suffix'],
    ['exact: "https://a.example/"', 'allow-origin-not-valid'],
    ['safe_regex: { regex: "https?://.*" }', 'origin-pattern-open'],
    ['custom: { name: x }', 'origin-matcher-not-followed'],
  ])('an origin: %s', (matcher, rule) => {
    expect(rules(envoy({ host: cors(`allow_origin_string_match: [{ ${matcher} }]`) }))).toEqual([
      rule,
    ]);
  });

  it('finds nothing in what is right', () => {
    expect(rules(envoy({ host: cors(`${EXACT}, max_age: "5"`) }))).toEqual([]);
    expect(
      rules(envoy({ host: cors('allow_origin_string_match: [{ suffix: ".a.example" }]') })),
    ).toEqual([]);
    expect(rules(envoy())).toEqual([]);
  });

  it.each([
    ['cors-filter-missing', { host: cors(EXACT), filters: '{ name: envoy.filters.http.router }' }],
    [
      'cors-filter-after-router',
      {
        host: cors(EXACT),
        filters: '{ name: envoy.filters.http.router }, { name: envoy.filters.http.cors }',
      },
    ],
    [
      'cors-filter-behind-guard',
      {
        host: cors(EXACT),
        filters: '{ name: envoy.filters.http.ext_authz }, { name: envoy.filters.http.cors }',
      },
    ],
    ['per-route-name-unknown', { host: cors(EXACT, 'envoy.cors') }],
    ['max-age-no-text', { host: cors(`${EXACT}, max_age: 600`) }],
    ['cors-field-deprecated', { host: `cors: { ${EXACT} },` }],
    ['cors-field-ignored', { host: `cors: { ${EXACT} }, ${cors(EXACT)}` }],
    [
      'cors-field-misplaced',
      { routes: `{ match: { prefix: / }, route: { cluster: c }, cors: { ${EXACT} } }` },
    ],
    ['cors-without-service', { routes: `{ match: { prefix: / }, redirect: {}, ${cors(EXACT)} }` }],
    [
      'cors-header-added',
      {
        host: 'response_headers_to_add: [{ header: { key: access-control-allow-origin, value: x } }],',
      },
    ],
  ] satisfies readonly (readonly [string, Parts])[])('%s', (rule, parts) => {
    expect(rules(envoy(parts))).toEqual([rule]);
  });
});
