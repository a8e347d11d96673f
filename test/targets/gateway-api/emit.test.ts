import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin, type CorsPolicy } from '../../../src/policy/index.js';
import { fetchRequest, type Header } from '../../../src/protocol/index.js';
import { applyChanges, TARGETS, type Emission } from '../../../src/targets/index.js';

const target = TARGETS['gateway-api'];
if (target.kind !== 'file') throw new Error('gateway-api reads files');
const { read, emit } = target;
const APP = 'https://app.example.com';
const POLICY = corsPolicy({
  origins: [exactOrigin(APP)],
  methods: ['PUT'],
  requestHeaders: ['x-canary'],
});

/** A route; hosts and rules as YAML flow. */
function route(rules: readonly string[], hosts = '[api.example.com]', name = 'api'): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: shop }
spec:
  hostnames: ${hosts}
  rules:
${rules.map((rule) => `    - ${rule.replaceAll('\n', '\n      ')}\n`).join('')}`;
}

function rule(match: string, backend: string, filters = ''): string {
  return `matches: [${match}]\n${filters}backendRefs: [{ name: ${backend}, port: 80 }]`;
}

function prefix(path: string, more = ''): string {
  return `{ path: { type: PathPrefix, value: ${path} }${more} }`;
}

const CANARY = ', headers: [{ name: x-canary, value: "1" }]';
const CORS = `filters: [{ type: CORS, cors: { allowOrigins: ["${APP}"], allowMethods: [PUT], allowHeaders: [x-canary] } }]\n`;

function emitted(
  text: string,
  path: string,
  policy: CorsPolicy = POLICY,
  origin = 'https://api.example.com',
): Emission {
  return emit(policy, { origin, path, upstream: 'http://x' }, { file: 'r.yaml', text });
}

function changed(text: string, emission: Emission): string {
  if (emission.kind === 'cannot') throw new Error(emission.reasons.join('\n'));
  return applyChanges(text, emission.changes);
}

function reasons(emission: Emission): string {
  return emission.kind === 'cannot'
    ? emission.reasons.join('\n')
    : `no: ${JSON.stringify(emission)}`;
}

/** The backend that a request gets to, or `gateway`, with `+` where the page may read. */
function answer(text: string, url: string, method = 'GET', more: readonly Header[] = []): string {
  const preflight: readonly Header[] =
    method === 'OPTIONS' ? [['Access-Control-Request-Method', 'PUT']] : [];
  const { value } = read({ file: 'r.yaml', text });
  const request = {
    ...fetchRequest(url, { method }),
    kind: 'request',
    headers: [['Origin', APP], ...preflight, ...more],
    credentials: false,
    redirectCount: 0,
  } as const;
  const sent: string[] = [];
  const { status, headers, span } = value!.simulate(request, ({ url: behind }) => {
    sent.push(behind);
    return { status: 200, headers: [] };
  });
  const may = headers.some(({ name }) => name === 'Access-Control-Allow-Origin') ? '+' : '';
  if (sent.length === 0) return `${status}${may}`;
  const rest = text.slice(span?.start);
  return `${/backendRefs:\s*(?:\[\{|-) ?name: ([\w-]+)/.exec(rest)?.[1] ?? '?'}${may}`;
}

const AT = 'https://api.example.com';

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
