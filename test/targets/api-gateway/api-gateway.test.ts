import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin, readAllowedOrigin } from '../../../src/policy/index.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { target } from '../../../src/targets/api-gateway/index.js';
import { routeFor, readRouteKey } from '../../../src/targets/api-gateway/routes.js';
import { applyChanges, plainUpstream, type Upstream } from '../../../src/targets/index.js';

const PAGE = 'https://a.example';
const ALLOW = 'access-control-allow-origin';

function template(cors: string, more = ''): string {
  return `Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: api, ProtocolType: HTTP, CorsConfiguration: ${cors} }
${more}`;
}

function ask(
  text: string,
  method = 'GET',
  {
    origin = PAGE,
    url = 'https://api.example.com/orders',
    upstream = plainUpstream as Upstream,
  } = {},
): { readonly status: number; readonly by: string; readonly get: (name: string) => string | null } {
  const request: NetworkRequest = {
    kind: method === 'OPTIONS' ? 'preflight' : 'request',
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
  const { value } = target.read({ file: 't', text });
  const { status, answeredBy, headers } = value!.simulate(request, upstream);
  return {
    status,
    by: answeredBy,
    get: (name) => headers.find((each) => each.name.toLowerCase() === name)?.value ?? null,
  };
}

function rules(text: string): readonly string[] {
  return target.read({ file: 't', text }).problems.map(({ rule }) => rule);
}

function reasons(text: string, path = '/', origin = 'https://api.example.com'): string {
  const policy = corsPolicy({ origins: [exactOrigin(PAGE)], methods: ['PUT'] });
  const emission = target.emit(policy, { origin, path, upstream: '' }, { file: 't', text });
  return emission.kind === 'cannot' ? emission.reasons.join(' ') : '';
}

describe('an HTTP API', () => {
  const cors = `{ AllowOrigins: ["${PAGE}"], AllowMethods: [GET, PUT], AllowHeaders: [x-a], ExposeHeaders: [x-b], MaxAge: 5, AllowCredentials: true }`;

  it('answers preflights by itself, whoever asks', () => {
    const answer = ask(template(cors), 'OPTIONS');
    const names = [
      'allow-origin',
      'allow-credentials',
      'allow-methods',
      'allow-headers',
      'max-age',
    ];
    expect([
      answer.status,
      answer.by,
      ...names.map((name) => answer.get(`access-control-${name}`)),
    ]).toEqual([204, 'server', PAGE, 'true', 'GET,PUT', 'x-a', '5']);
    const other = ask(template(cors), 'OPTIONS', { origin: 'https://b.example' });
    expect([other.status, other.get(ALLOW)]).toEqual([204, null]);
  });

  it('takes the CORS headers of the service away', () => {
    const upstream: Upstream = () => ({
      status: 200,
      headers: [
        ['Access-Control-Allow-Origin', '*'],
        ['X-Own', '1'],
      ],
    });
    const answer = ask(template(cors), 'GET', { upstream });
    expect([
      answer.get(ALLOW),
      answer.get('access-control-expose-headers'),
      answer.get('x-own'),
    ]).toEqual([PAGE, 'x-b', '1']);
    expect(
      ask(template(cors), 'GET', { upstream, origin: 'https://b.example' }).get(ALLOW),
    ).toBeNull();
    const without = template(cors).replace(/, CorsConfiguration.*\}/, ' }');
    expect(ask(without, 'GET', { upstream }).get(ALLOW)).toBe('*');
    expect(ask(without, 'OPTIONS')).toMatchObject({ status: 405, by: 'upstream' });
  });

  it.each([
    ['*', '*'],
    ['https://*', PAGE],
    ['http://*', null],
    ['https://*.example', null],
    ['https://a.example/', null],
  ])('compares origins: %s', (entry, sent) => {
    expect(ask(template(`{ AllowOrigins: ["${entry}"] }`)).get(ALLOW)).toBe(sent);
  });

  it('has its preflights refused by the authorizer of the route that takes them', () => {
    const route = (key: string, type: string): string => `  R${key.length}:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: "${key}", AuthorizationType: ${type} }
`;
    const guarded = template(cors, route('$default', 'JWT'));
    expect(ask(guarded, 'OPTIONS').status).toBe(401);
    expect(ask(guarded, 'GET').get(ALLOW)).toBe(PAGE);
    expect(rules(guarded)).toEqual(['authorizer-refuses-preflights']);
    expect(reasons(guarded)).toContain('OPTIONS /{proxy+}');
    const free = template(cors, route('$default', 'JWT') + route('OPTIONS /{proxy+}', 'NONE'));
    expect(ask(free, 'OPTIONS').status).toBe(204);
    expect(rules(free)).toEqual([]);
    const get = template(cors, route('GET /orders', 'JWT'));
    expect([ask(get, 'OPTIONS').status, rules(get)]).toEqual([204, []]);
  });

  it('with values that are known only later is not guessed at', () => {
    const text = template(`{ AllowOrigins: ["${PAGE}", !Sub "https://\${Name}.example"] }`);
    const { value, problems } = target.read({ file: 't', text });
    expect(value!.routes[0]?.policy).toBeNull();
    expect(problems.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['deployed-value-not-known', 'note'],
    ]);
    expect([
      ask(text).get(ALLOW),
      ask(text, 'GET', { origin: 'https://${Name}.example' }).get(ALLOW),
    ]).toEqual([PAGE, null]);
    expect(reasons(text)).toContain('Line 4');
    expect(reasons(template('{"AllowOrigins": [{"Ref": "Page"}]}'))).toContain(
      'known only when it is deployed',
    );
    expect(reasons(template('!If [Live, !Ref A, !Ref B]'))).toContain('known only');
  });

  it.each([
    ['allow-origin-not-valid', '{ AllowOrigins: ["https://a.example/"] }'],
    ['allow-origin-not-valid', '{ AllowOrigins: [a.example] }'],
    ['origin-pattern', '{ AllowOrigins: ["https://*.a.example"] }'],
    ['any-origin-with-credentials', '{ AllowOrigins: ["*"], AllowCredentials: true }'],
    ['any-origin-with-credentials', '{ AllowOrigins: ["https://*"], AllowCredentials: true }'],
    ['any-origin-of-a-scheme', '{ AllowOrigins: ["https://*"] }'],
    ['method-not-taken', '{ AllowMethods: [get] }'],
    ['max-age-out-of-range', '{ MaxAge: 90000 }'],
  ])('is linted: %s', (rule, text) => {
    expect(rules(template(text))).toEqual([rule]);
  });
});

describe('SAM', () => {
  const sam = (globals: string, api: string): string => `Globals:
  HttpApi: { ${globals} }
Resources:
  Api: { Type: AWS::Serverless::HttpApi, Properties: { ${api} } }
`;

  it('adds the lists of Globals to those of an API', () => {
    const text = sam(
      'CorsConfiguration: { AllowOrigins: ["https://g.example"], MaxAge: 1 }',
      `CorsConfiguration: { AllowOrigins: ["${PAGE}"], MaxAge: 2 }`,
    );
    expect([
      ask(text).get(ALLOW),
      ask(text, 'GET', { origin: 'https://g.example' }).get(ALLOW),
    ]).toEqual([PAGE, 'https://g.example']);
    expect(ask(text, 'OPTIONS').get('access-control-max-age')).toBe('2');
    expect(reasons(text)).toContain('keep one of them');
  });

  it('lets everybody in with true, and refuses a definition elsewhere', () => {
    expect(ask(sam('', 'CorsConfiguration: true')).get(ALLOW)).toBe('*');
    const text = sam('', 'CorsConfiguration: true, DefinitionUri: api.yaml');
    expect(rules(text)).toEqual(['cors-needs-definition-body']);
    expect(reasons(text)).toContain('DefinitionUri');
  });

  const rest = (cors: string, auth = ''): string => `Globals:
  Api: { Cors: ${cors}${auth} }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: { Events: { E: { Type: Api, Properties: { Path: "/orders/{id}", Method: get } } } }
`;

  it('makes preflights of a REST API, and nothing else', () => {
    const text = rest(`{ AllowOrigin: "'${PAGE}'", AllowHeaders: "'x-a'" }`);
    const url = 'https://api.example.com/orders/1';
    const preflight = ask(text, 'OPTIONS', { url, origin: 'https://b.example' });
    expect([
      preflight.status,
      preflight.get(ALLOW),
      preflight.get('access-control-allow-methods'),
    ]).toEqual([200, PAGE, 'GET,OPTIONS']);
    expect(ask(text, 'GET', { url }).get(ALLOW)).toBeNull();
    expect(reasons(text)).toContain('is a REST API');
    expect(rules(text)).toEqual(['rest-api-answers-preflights-only']);
    const guarded = rest(`"'*'"`, ', Auth: { DefaultAuthorizer: A }');
    expect(ask(guarded, 'OPTIONS').status).toBe(401);
    const open = rest(
      `"'*'"`,
      ', Auth: { DefaultAuthorizer: A, AddDefaultAuthorizerToCorsPreflight: false }',
    );
    expect(ask(open, 'OPTIONS').get(ALLOW)).toBe('*');
  });

  it.each([
    ['literal-not-quoted', '{ AllowOrigin: "https://a.example" }'],
    ['allow-origin-list', `{ AllowOrigin: "'https://a.example,https://b.example'" }`],
    ['allow-origin-not-valid', `{ AllowOrigin: "'https://a.example/'" }`],
    ['any-origin-with-credentials', `{ AllowOrigin: "'*'", AllowCredentials: true }`],
    ['any-origin-with-credentials', '{ AllowCredentials: true }'],
  ])('is linted for REST APIs: %s', (rule, cors) => {
    expect(rules(rest(cors))).toEqual([rule, 'rest-api-answers-preflights-only']);
  });
});

describe('several APIs', () => {
  const two = template(
    '{ AllowOrigins: ["*"] }',
    '  Other: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }\n',
  );

  it('are not taken for one another', () => {
    expect(ask(two).status).toBe(404);
    expect(reasons(two)).toContain('several APIs (Api, Other)');
    const domain = `  Name: { Type: AWS::ApiGatewayV2::DomainName, Properties: { DomainName: api.example.com } }
  Map: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { ApiId: { Ref: Api }, DomainName: !Ref Name } }
`;
    expect(ask(two + domain).get(ALLOW)).toBe('*');
    expect(reasons(two + domain)).toBe('');
  });
});

describe('routes', () => {
  const routes = [
    'GET /pets/dog/1',
    'GET /pets/dog/{id}',
    'GET /pets/{proxy+}',
    'ANY /{proxy+}',
    '$default',
  ].map((key) => ({
    ...readRouteKey(key)!,
    key,
    guarded: false,
    span: { start: 0, end: 0 },
    node: null as never,
  }));

  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
    ['POST', '/test/5', 'ANY /{proxy+}'],
    ['GET', '/', '$default'],
  ])('%s %s', (method, path, key) => {
    expect(routeFor(routes, { method }, path)).toMatchObject({ key });
  });
});

describe('emitting', () => {
  it('says all that it cannot say', () => {
    const policy = corsPolicy({
      origins: [
        readAllowedOrigin('https://*.a.example').value!,
        { kind: 'null' },
        exactOrigin('capacitor://localhost'),
      ],
      methods: ['REPORT'],
      maxAge: 100_000,
      privateNetwork: true,
    });
    const emission = target.emit(
      policy,
      { origin: 'https://api.example.com', path: '/x', upstream: '' },
      { file: 't', text: template('{}') },
    );
    expect(emission.kind === 'cannot' && emission.reasons).toHaveLength(7);
    expect(reasons('Resources: {}')).toContain('no API');
  });

  it('keeps JSON laid out as it is', () => {
    const text =
      '{\n  "Resources": {\n    "Api": {\n      "Type": "AWS::ApiGatewayV2::Api",\n      "Properties": {\n        "Name": {"Fn::Sub": "x"}\n      }\n    }\n  }\n}\n';
    const policy = corsPolicy({ origins: [exactOrigin(PAGE)] });
    const emission = target.emit(
      policy,
      { origin: 'https://api.example.com', path: '/', upstream: '' },
      { file: 't', text },
    );
    const after = emission.kind === 'change' ? applyChanges(text, emission.changes) : '';
    expect(after).toContain(
      '        "Name": {"Fn::Sub": "x"},\n        "CorsConfiguration": {\n          "AllowOrigins": [',
    );
    expect(JSON.parse(after)).toMatchObject({
      Resources: { Api: { Properties: { CorsConfiguration: { AllowOrigins: [PAGE] } } } },
    });
  });
});
