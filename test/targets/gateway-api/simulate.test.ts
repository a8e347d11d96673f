import { describe, expect, it } from 'vitest';
import { fetchRequest, type Header } from '../../../src/protocol/index.js';
import { TARGETS } from '../../../src/targets/index.js';

const target = TARGETS['gateway-api'];
if (target.kind !== 'file') throw new Error('gateway-api reads files');
const { read, recognises } = target;
const AT = 'https://api.example.com';

function route(rules: readonly string[], metadata = '{ name: api }', hosts = '[api.example.com]') {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: ${metadata}
spec:
  hostnames: ${hosts}
  rules:
${rules.map((rule) => `    - ${rule}\n`).join('')}`;
}

/** A rule that sends its name as a header. */
function rule(name: string, match: string): string {
  return `{ matches: [{ ${match} }], filters: [{ type: ResponseHeaderModifier, responseHeaderModifier: { set: [{ name: x-rule, value: ${name} }] } }] }`;
}

function ask(
  text: string,
  url: string,
  { method = 'GET', headers = [] }: { method?: string; headers?: readonly Header[] } = {},
): { status: number; behind: string | null; get: (name: string) => string | null } {
  const request = {
    ...fetchRequest(url, { method }),
    kind: 'request',
    headers,
    credentials: false,
    redirectCount: 0,
  } as const;
  const urls: string[] = [];
  const answer = read({ file: 'r', text }).value!.simulate(request, (sent) => {
    urls.push(sent.url);
    return { status: 200, headers: [['Access-Control-Allow-Origin', 'https://upstream.example']] };
  });
  return {
    status: answer.status,
    behind: urls[0] ?? null,
    get: (name) => answer.headers.find((each) => each.name.toLowerCase() === name)?.value ?? null,
  };
}

const path = (type: string, value: string): string => `path: { type: ${type}, value: "${value}" }`;

// https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
describe('the rule that answers', () => {
  const text = route([
    rule('query', `queryParams: [{ name: v, value: "2 b" }]`),
    rule('header', `headers: [{ name: X-V, value: "2" }]`),
    rule(
      'headers',
      `headers: [{ name: x-v, value: "2" }, { name: x-w, value: "3" }, { name: X-V, value: ignored }]`,
    ),
    rule('method', 'method: PUT'),
    rule('any', path('PathPrefix', '/')),
    rule('later', path('PathPrefix', '/')),
    rule('longer', path('PathPrefix', '/abc/')),
    rule('exact', path('Exact', '/abc')),
    rule('like', `headers: [{ name: x-like, type: RegularExpression, value: "v[0-9]" }]`),
    rule('regex', path('RegularExpression', '/r/[a-z]+')),
  ]);
  it.each<[string, string, string, readonly Header[], string]>([
    ['the first of equals', 'GET', '/', [], 'any'],
    ['a query parameter', 'GET', '/?a=1&v=2+b&v=3', [], 'query'],
    ['its first value', 'GET', '/?v=3&v=2+b', [], 'any'],
    ['a header before a query parameter', 'GET', '/?v=2%20b', [['x-v', '2']], 'header'],
    [
      'more headers',
      'GET',
      '/',
      [
        ['x-V', '2'],
        ['X-W', '3'],
      ],
      'headers',
    ],
    ['a header of another value', 'GET', '/', [['x-v', '22']], 'any'],
    [
      'a method before headers',
      'PUT',
      '/',
      [
        ['x-v', '2'],
        ['x-w', '3'],
      ],
      'method',
    ],
    ['a longer prefix before all of these', 'PUT', '/abc/d', [['x-v', '2']], 'longer'],
    ['whole elements of a path', 'GET', '/abcd', [], 'any'],
    ['a slash at the end that counts for nothing', 'GET', '/abc/', [], 'longer'],
    ['an exact path before all', 'PUT', '/abc', [['x-v', '2']], 'exact'],
    ['a pattern for a header', 'GET', '/', [['x-like', 'v1']], 'like'],
    ['a pattern for all of the value', 'GET', '/', [['x-like', 'v12']], 'any'],
    ['a pattern for the path', 'GET', '/r/a', [], 'regex'],
    ['a pattern for all of the path', 'GET', '/r/a/b', [], 'any'],
  ])('%s', (_about, method, at, headers, expected) => {
    expect(ask(text, AT + at, { method, headers }).get('x-rule')).toBe(expected);
  });

  it('is the one for the longest name of the host, then of the older route, then by name', () => {
    const [one, two] = ['one', 'two'].map((name) => rule(name, path('PathPrefix', '/')));
    const text2 = (a: string, b: string, hosts?: string): string =>
      `${route([one!], a, hosts)}---\n${route([two!], b)}`;
    const asked = (text3: string): string | null => ask(text3, AT).get('x-rule');
    const { problems } = read({ file: 'r', text: text2('{ name: a }', '{ name: b }') });
    expect(problems.map((each) => each.rule)).toContain('tie-between-routes');
    expect(asked(text2('{ name: a }', '{ name: b }', '["*.example.com"]'))).toBe('two');
    expect(asked(text2('{ name: a }', '{ name: b }'))).toBe('one');
    expect(asked(text2('{ name: b }', '{ name: a }'))).toBe('two');
    const [old, young] = ['2024', '2025'].map(
      (year) => `creationTimestamp: "${year}-01-01T00:00:00Z"`,
    );
    expect(asked(text2(`{ name: a, ${young!} }`, `{ name: b, ${old!} }`))).toBe('two');
  });

  it('is none: 404', () => {
    expect(ask(route([rule('a', path('Exact', '/a'))]), `${AT}/b`).status).toBe(404);
    expect(ask(text, 'https://other.example.com/').status).toBe(404);
  });
});

describe('other filters', () => {
  it.each([
    ['{ scheme: https }', 'http://api.example.com:8080/a?b', 302, 'https://api.example.com/a?b'],
    [
      '{ scheme: https, port: 443, statusCode: 301 }',
      'http://api.example.com/a',
      301,
      'https://api.example.com/a',
    ],
    ['{ hostname: b.example.com, port: 8443 }', `${AT}/a`, 302, 'https://b.example.com:8443/a'],
    ['{ path: { type: ReplaceFullPath, replaceFullPath: /new } }', `${AT}/a?q`, 302, `${AT}/new?q`],
    [
      '{ path: { type: ReplacePrefixMatch, replacePrefixMatch: /b/ } }',
      `${AT}/a`,
      302,
      `${AT}/b/a`,
    ],
    ['{ statusCode: 308 }', `${AT}:8443/a`, 308, `${AT}:8443/a`],
  ])('RequestRedirect %s', (redirect, url, status, location) => {
    const answer = ask(
      route([`{ filters: [{ type: RequestRedirect, requestRedirect: ${redirect} }] }`]),
      url,
    );
    expect([answer.status, answer.get('location'), answer.behind]).toEqual([
      status,
      location,
      null,
    ]);
  });

  it('a redirect takes the preflight where it comes first, and not where the CORS filter does', () => {
    const redirect = '{ type: RequestRedirect, requestRedirect: { hostname: b.example.com } }';
    const cors = '{ type: CORS, cors: { allowOrigins: ["*"] } }';
    const asked = (filters: string): number =>
      ask(route([`{ filters: [${filters}] }`]), AT, {
        method: 'OPTIONS',
        headers: [
          ['origin', 'https://a.example'],
          ['access-control-request-method', 'PUT'],
        ],
      }).status;
    expect([asked(`${redirect}, ${cors}`), asked(`${cors}, ${redirect}`)]).toEqual([302, 204]);
    const { problems } = read({ file: 'r', text: route([`{ filters: [${redirect}, ${cors}] }`]) });
    expect(problems.map((each) => each.rule)).toEqual(['redirect-with-cors']);
  });

  // The table of https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier
  it.each([
    ['/foo/bar', '/foo', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo', '/xyz/', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz/', '/xyz/bar'],
    ['/foo', '/foo', '/xyz', '/xyz'],
    ['/foo/', '/foo', '/xyz', '/xyz/'],
    ['/foo/bar', '/foo', '', '/bar'],
    ['/foo/', '/foo', '', '/'],
    ['/foo', '/foo', '', '/'],
    ['/foo/', '/foo', '/', '/'],
    ['/foo', '/foo', '/', '/'],
  ])('URLRewrite of %s below %s by "%s"', (asked, prefix, by, expected) => {
    const text = route([
      `{ matches: [{ ${path('PathPrefix', prefix)} }], filters: [{ type: URLRewrite, urlRewrite: { hostname: in.example, path: { type: ReplacePrefixMatch, replacePrefixMatch: "${by}" } } }] }`,
    ]);
    expect(ask(text, AT + asked).behind).toBe(`https://in.example${expected}`);
  });

  it('ResponseHeaderModifier changes what the API sends, and is no CORS', () => {
    const text = (kind: string): string =>
      route([
        `{ filters: [{ type: ResponseHeaderModifier, responseHeaderModifier: { ${kind} } }] }`,
      ]);
    const set = text('set: [{ name: access-control-allow-origin, value: "*" }]');
    expect(ask(set, AT).get('access-control-allow-origin')).toBe('*');
    expect(read({ file: 'r', text: set }).problems[0]?.rule).toBe('cors-by-header-modifier');
    expect(
      ask(text('remove: [Access-Control-Allow-Origin]'), AT).get('access-control-allow-origin'),
    ).toBeNull();
  });
});

describe('allowOrigins', () => {
  const cors = (origins: string, more = ''): string =>
    route([`{ filters: [{ type: CORS, cors: { allowOrigins: [${origins}]${more} } }] }`]);
  const rules = (text: string): string[] =>
    read({ file: 'r', text }).problems.map(({ rule: id }) => id);

  it('takes every host of a scheme, which no policy says', () => {
    const text = cors('"https://*", "http://*:8080"');
    const allowed = (origin: string): boolean =>
      ask(text, AT, { headers: [['origin', origin]] }).get('access-control-allow-origin') ===
      origin;
    expect(
      [
        'https://a.example',
        'http://a.example:8080',
        'http://a.example',
        'https://a.example:8080',
        'null',
      ].map(allowed),
    ).toEqual([true, true, false, false, false]);
    const { value, problems } = read({ file: 'r', text });
    expect([value?.routes[0]?.policy, problems]).toEqual([null, []]);
    expect(rules(cors('"https://*"', ', allowCredentials: true'))).toEqual([
      'any-origin-with-credentials',
    ]);
  });

  it.each([
    ['"https://App.example.com"', 'allow-origin-never-sent'],
    ['"https://app.example.com:443"', 'allow-origin-never-sent'],
    ['"https://a_b.example.com"', 'allow-origin-not-valid'],
    ['"null"', 'allow-origin-not-valid'],
    ['"*", "https://app.example.com"', 'wildcard-not-alone'],
  ])('%s: %s', (origins, id) => {
    expect(rules(cors(origins))).toEqual([id]);
  });
});

describe('recognition', () => {
  it("leaves a file with Envoy Gateway's SecurityPolicy to its own target", () => {
    const text = route([rule('a', path('PathPrefix', '/'))]);
    const policy = 'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: SecurityPolicy\n';
    expect(recognises({ file: 'r', text })).toBe(true);
    expect(recognises({ file: 'r', text: `${text}---\n${policy}` })).toBe(false);
  });

  it('says what it does not follow', () => {
    const text = route([
      `{ matches: [{ ${path('RegularExpression', '(?i)/a')} }], backendRefs: &b [{ name: a }] }`,
    ]);
    expect(read({ file: 'r', text }).problems.map((each) => each.rule)).toEqual([
      'regular-expression-not-followed',
      'yaml-alias-not-followed',
    ]);
  });
});
