import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { applyChanges, plainUpstream, type Upstream } from '../../../src/targets/index.js';
import { target } from '../../../src/targets/envoy/index.js';
import { FIXTURES } from './fixtures.js';
import { cors, envoy, EXACT, PAGE } from './support.js';

const ALLOW = 'access-control-allow-origin';

interface Answer {
  readonly status: number;
  readonly by: string;
  readonly get: (name: string) => string | null;
}

function ask(
  text: string,
  method = 'GET',
  { origin = PAGE, url = 'https://api.example.com/', upstream = plainUpstream as Upstream } = {},
): Answer {
  const request: NetworkRequest = {
    kind: method === 'OPTIONS' ? 'preflight' : 'request',
    url,
    method,
    headers: [
      ['origin', origin],
      ...(method === 'OPTIONS'
        ? ([
            ['access-control-request-method', 'PUT'],
            ['access-control-request-headers', 'x-a'],
          ] as const)
        : []),
    ],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const { value } = target.read({ file: 'envoy.yaml', text });
  const { status, answeredBy, headers } = value!.simulate(request, upstream);
  return {
    status,
    by: answeredBy,
    get: (name) => headers.find((each) => each.name.toLowerCase() === name)?.value ?? null,
  };
}

describe('the CORS filter', () => {
  it('does nothing where it is not among the filters', () => {
    expect(ask(envoy({ host: cors(EXACT) })).get(ALLOW)).toBe(PAGE);
    expect(
      ask(envoy({ host: cors(EXACT), filters: '{ name: envoy.filters.http.router }' })).get(ALLOW),
    ).toBeNull();
  });

  it('takes each field from the most specific place, and whether it is on from that alone', () => {
    const routes = (fields: string): string =>
      `{ match: { prefix: / }, route: { cluster: c }, ${cors(fields)} }`;
    const host = cors(`${EXACT}, allow_methods: PUT, allow_credentials: true, max_age: "5"`);
    const both = ask(envoy({ host, routes: routes('allow_methods: "*"') }), 'OPTIONS');
    expect([
      both.get(ALLOW),
      both.get('access-control-allow-methods'),
      both.get('access-control-allow-credentials'),
      both.get('access-control-max-age'),
    ]).toEqual([PAGE, 'PUT', 'true', '5']);
    const off = routes('filter_enabled: { default_value: { numerator: 0 } }');
    expect(ask(envoy({ host, routes: off })).get(ALLOW)).toBeNull();
    const half = routes('filter_enabled: { default_value: { numerator: 50 } }');
    expect(ask(envoy({ host, routes: half })).get(ALLOW)).toBe(PAGE);
    const wrapped = `{ match: { prefix: / }, route: { cluster: c }, typed_per_filter_config: { envoy.filters.http.cors: { "@type": type.googleapis.com/envoy.config.route.v3.FilterConfig, disabled: true } } }`;
    expect(ask(envoy({ host, routes: wrapped })).get(ALLOW)).toBeNull();
    expect(ask(envoy({ table: cors(EXACT) })).get(ALLOW)).toBe(PAGE);
  });

  it('reads the deprecated field only where there is no other', () => {
    const old = `cors: { ${EXACT} },`;
    expect(ask(envoy({ host: old })).get(ALLOW)).toBe(PAGE);
    expect(
      ask(
        envoy({
          host: `${old} ${cors('allow_origin_string_match: [{ exact: "https://b.example" }]')}`,
        }),
      ).get(ALLOW),
    ).toBeNull();
    expect(
      ask(envoy({ routes: `{ match: { prefix: / }, route: { cluster: c, ${old} } }` })).get(ALLOW),
    ).toBe(PAGE);
  });

  it.each([
    ['exact: "https://A.example", ignore_case: true', true],
    ['exact: "https://A.example"', false],
    ['prefix: "https://a"', true],
    ['suffix: ".example"', true],
    ['contains: "//a."', true],
    ['safe_regex: { regex: "https://[a-z]\\\\.example" }', true],
    ['safe_regex: { regex: "https://a" }', false],
    ['safeRegex: { regex: "https://a.*" }', true],
    ['exact: "*"', true],
    ['custom: { name: x }', false],
  ])('compares origins: %s', (matcher, allowed) => {
    const text = envoy({ host: cors(`allow_origin_string_match: [{ ${matcher} }]`) });
    expect(ask(text).get(ALLOW)).toBe(allowed ? PAGE : null);
  });

  it('passes preflights that do not match on, unless told otherwise', () => {
    const other = { origin: 'https://b.example' };
    expect(ask(envoy({ host: cors(EXACT) }), 'OPTIONS', other)).toMatchObject({
      status: 405,
      by: 'upstream',
    });
    const kept = envoy({ host: cors(`${EXACT}, forward_not_matching_preflights: false`) });
    const answer = ask(kept, 'OPTIONS', other);
    expect([answer.status, answer.by, answer.get(ALLOW)]).toEqual([200, 'server', null]);
  });
});

describe('routes', () => {
  it.each([
    ['exact names before wildcards', ['"*"', '"*.example.com"', 'api.example.com'], 2],
    ['the longer wildcard', ['"*.com"', '"*.example.com"', '"api.*"'], 1],
    ['a wildcard at the end before every name', ['"*"', '"api.*"'], 1],
    ['names with a port for that port alone', ['"*"', '"api.example.com:443"'], 0],
  ])('of a virtual host: %s', (_, domains, wins) => {
    const hosts = domains.map(
      (domain, index) =>
        `{ name: v${index}, domains: [${domain}], routes: [{ match: { prefix: / }, direct_response: { status: ${200 + index} } }] }`,
    );
    const text = `virtual_hosts: [${hosts.join(', ')}]\n`;
    expect(ask(text).status).toBe(200 + wins);
  });

  it.each([
    ['{ prefix: /a }', '/ab', true],
    ['{ path: /a }', '/ab', false],
    ['{ path: /A, case_sensitive: false }', '/a', true],
    ['{ path_separated_prefix: /a }', '/ab', false],
    ['{ path_separated_prefix: /a }', '/a/b', true],
    ['{ safe_regex: { regex: "/a.*" } }', '/ab?x=1', true],
    ['{ prefix: /, headers: [{ name: ":method", string_match: { exact: GET } }] }', '/', true],
    ['{ prefix: /, headers: [{ name: ":method", exact_match: PUT }] }', '/', false],
    ['{ prefix: /, headers: [{ name: x, present_match: true }] }', '/', false],
    ['{ prefix: /, headers: [{ name: x, present_match: true, invert_match: true }] }', '/', true],
  ])('by %s: %s', (match, path, taken) => {
    const text = envoy({ routes: `{ match: ${match}, direct_response: { status: 201 } }` });
    expect(ask(text, 'GET', { url: `https://api.example.com${path}` }).status).toBe(
      taken ? 201 : 404,
    );
  });

  it('that redirect or answer by themselves get no CORS headers', () => {
    const host = cors(EXACT);
    const away = envoy({
      host,
      routes:
        '{ match: { prefix: /old }, redirect: { prefix_rewrite: /new, host_redirect: b.example, response_code: FOUND } }',
    });
    const answer = ask(away, 'GET', { url: 'https://api.example.com/old/1?q=2' });
    expect([answer.status, answer.get('location'), answer.get(ALLOW)]).toEqual([
      302,
      'https://b.example/new/1?q=2',
      null,
    ]);
    const tls = ask(envoy({ host: `require_tls: ALL, ${host}` }), 'GET', {
      url: 'http://api.example.com/x',
    });
    expect([tls.status, tls.get('location')]).toEqual([301, 'https://api.example.com/x']);
  });

  it('add headers behind the filter, which replaces them', () => {
    const add = (action: string): string =>
      `response_headers_to_add: [{ header: { key: Access-Control-Allow-Origin, value: "*" }${action} }],`;
    const upstream: Upstream = () => ({
      status: 200,
      headers: [['Access-Control-Allow-Origin', 'https://u.example']],
    });
    const said = (host: string): string | null =>
      ask(envoy({ host }), 'GET', { upstream }).get(ALLOW);
    expect(said(add(''))).toBe('https://u.example,*');
    expect(said(add(', append_action: OVERWRITE_IF_EXISTS_OR_ADD'))).toBe('*');
    expect(said(add(', append: false'))).toBe('*');
    expect(said(add(', append_action: ADD_IF_ABSENT'))).toBe('https://u.example');
    expect(said(`response_headers_to_remove: [access-control-allow-origin],`)).toBeNull();
    expect(said(`${add('')} ${cors(EXACT)}`)).toBe(PAGE);
  });

  it('come from the listener of the URL’s port or scheme', () => {
    const [{ text }] = FIXTURES as [(typeof FIXTURES)[number]];
    expect(ask(text, 'GET', { url: 'http://api.example.com/' }).status).toBe(301);
    expect(ask(text, 'GET', { origin: 'https://old.example.com' }).get(ALLOW)).toBe(
      'https://old.example.com',
    );
  });

  it('of RDS are joined with the listener that names them', () => {
    const rds = (name: string): string => `resources:
  - { "@type": type.googleapis.com/envoy.config.listener.v3.Listener, filter_chains: [{ filters: [{ typed_config: { http_filters: [{ name: envoy.filters.http.router }], rds: { route_config_name: ${name} } } }] }] }
  - { "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration, name: r, virtual_hosts: [{ name: v, domains: ["*"], ${cors(EXACT)} routes: [{ match: { prefix: / }, route: { cluster: c } }] }] }
`;
    expect(ask(rds('r')).get(ALLOW)).toBeNull();
    expect(ask(rds('other')).get(ALLOW)).toBe(PAGE);
  });
});

describe('emitting', () => {
  const policy = corsPolicy({ origins: [exactOrigin(PAGE)], methods: ['PUT'] });

  function emitted(text: string, path = '/'): string {
    const emission = target.emit(
      policy,
      { origin: 'https://api.example.com', path, upstream: '' },
      { file: 'e', text },
    );
    return emission.kind === 'cannot'
      ? emission.reasons.join(' ')
      : applyChanges(text, emission.changes);
  }

  it('says nothing that the places around would add', () => {
    const text = FIXTURES[0]!.text;
    expect(emitted(text, '/orders')).toContain('expose_headers: cache-control');
  });

  it.each([
    ['several names', envoy({ domains: 'a.example, api.example.com' }), 'several names'],
    ['no virtual host', envoy({ domains: 'a.example' }), 'No virtual host'],
    [
      'an answer for OPTIONS',
      envoy({
        routes:
          '{ match: { prefix: /, headers: [{ name: ":method", exact_match: OPTIONS }] }, direct_response: { status: 204 } }, { match: { prefix: / }, route: { cluster: c } }',
      }),
      'Preflights to',
    ],
    [
      'a redirect',
      envoy({ routes: '{ match: { prefix: / }, redirect: { https_redirect: true } }' }),
      'redirect or direct_response',
    ],
    [
      'headers added for all',
      envoy({
        table:
          'response_headers_to_add: [{ header: { key: Access-Control-Allow-Origin, value: "*" } }],',
      }),
      'take them out first',
    ],
    ['the old API', envoy({ filters: '{ name: envoy.router }' }), 'second version of the API'],
  ])('is refused for %s', (_, text, reason) => {
    expect(emitted(text)).toContain(reason);
  });

  it('is refused below a path where conditions decide', () => {
    const odd = envoy({
      routes: '{ match: { prefix: /, headers: [{ name: x }] }, route: { cluster: c } }',
    });
    expect(emitted(odd, '/v1')).toContain('conditions besides a plain path');
  });
});
