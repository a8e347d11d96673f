import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin, readAllowedOrigin } from '../../../src/policy/index.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { target } from '../../../src/targets/cloudfront/index.js';
import { takesOrigin } from '../../../src/targets/cloudfront/origin.js';
import type { Upstream } from '../../../src/targets/index.js';

const PAGE = 'https://a.example';
const ALLOW = 'access-control-allow-origin';
const ALL = '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]';

interface Parts {
  readonly cors?: string;
  readonly behavior?: string;
  readonly more?: string;
}

function template({
  cors = `AccessControlAllowOrigins: { Items: ["${PAGE}"] }, AccessControlAllowMethods: { Items: [PUT] }, AccessControlAllowHeaders: { Items: [x-a] }, AccessControlExposeHeaders: { Items: [x-b] }, AccessControlMaxAgeSec: 5, AccessControlAllowCredentials: true, OriginOverride: true`,
  behavior = `ResponseHeadersPolicyId: !Ref P, AllowedMethods: ${ALL}`,
  more = '',
}: Parts = {}): string {
  return `Resources:
  D: { Type: AWS::CloudFront::Distribution, Properties: { DistributionConfig: { DefaultCacheBehavior: { ${behavior} } ${more} } } }
  P: { Type: AWS::CloudFront::ResponseHeadersPolicy, Properties: { ResponseHeadersPolicyConfig: { Name: p, CorsConfig: { ${cors} } } } }
`;
}

const answers: Upstream = ({ method }) => ({
  status: method === 'OPTIONS' ? 204 : 200,
  headers: [],
});

function ask(
  text: string,
  method = 'GET',
  { origin = PAGE, url = 'https://cdn.example.com/x', upstream = answers } = {},
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

function reasons(text: string, path = '/'): string {
  const policy = corsPolicy({ origins: [exactOrigin('https://new.example')], methods: ['PUT'] });
  const emission = target.emit(
    policy,
    { origin: 'https://cdn.example.com', path, upstream: '' },
    { file: 't', text },
  );
  return emission.kind === 'cannot' ? emission.reasons.join(' ') : '';
}

describe('a response headers policy', () => {
  it('adds to what the origin answers, preflights too', () => {
    const preflight = ask(template(), 'OPTIONS');
    const names = [
      'allow-origin',
      'allow-credentials',
      'allow-methods',
      'allow-headers',
      'max-age',
      'expose-headers',
    ];
    expect([
      preflight.status,
      preflight.by,
      ...names.map((name) => preflight.get(`access-control-${name}`)),
    ]).toEqual([204, 'upstream', PAGE, 'true', 'PUT', 'x-a', '5', null]);
    const refused: Upstream = () => ({ status: 403, headers: [] });
    expect(ask(template(), 'OPTIONS', { upstream: refused })).toMatchObject({ status: 403 });
    const plain = ask(template());
    expect(names.map((name) => plain.get(`access-control-${name}`))).toEqual([
      PAGE,
      'true',
      null,
      null,
      null,
      'x-b',
    ]);
    expect(ask(template(), 'GET', { origin: 'https://b.example' }).get(ALLOW)).toBeNull();
  });

  it('goes before the origin’s headers, or gives way to all of them', () => {
    const upstream: Upstream = () => ({
      status: 200,
      headers: [['Access-Control-Allow-Origin', 'https://o.example']],
    });
    expect(ask(template(), 'GET', { upstream }).get(ALLOW)).toBe(PAGE);
    const last = template({
      cors: `AccessControlAllowOrigins: { Items: ["${PAGE}"] }, AccessControlAllowCredentials: true, OriginOverride: false`,
    });
    const kept = ask(last, 'GET', { upstream });
    expect([kept.get(ALLOW), kept.get('access-control-allow-credentials')]).toEqual([
      'https://o.example',
      null,
    ]);
    expect(ask(last).get(ALLOW)).toBe(PAGE);
  });

  it.each([
    ['*', PAGE, true],
    ['https://a.example', PAGE, true],
    ['https://a.example', 'http://a.example', false],
    ['https://a.example', 'https://a.example:8443', false],
    ['a.example', 'http://a.example', true],
    ['a.example', 'capacitor://a.example', false],
    ['http://*.example.org', 'http://www.example.org', true],
    ['http://*.example.org', 'https://www.example.org', false],
    ['http://*.example.org', 'http://www.example.org:123', false],
    ['http://*.example.org', 'http://example.org', false],
    ['http://*.example.org', 'http://evilexample.org', false],
    ['http://example.org:*', 'http://example.org', true],
    ['http://example.org:1*3', 'http://example.org:1893', true],
    ['http://example.org:1*3', 'http://example.org:189', false],
  ])('compares origins: %s with %s', (entry, origin, takes) => {
    expect(takesOrigin(entry, origin)).toBe(takes);
  });
});

describe('a cache behavior', () => {
  it('refuses methods that it does not allow', () => {
    const text = template({ behavior: 'ResponseHeadersPolicyId: !Ref P' });
    expect(ask(text, 'OPTIONS')).toMatchObject({ status: 403, by: 'server' });
    expect(ask(text).get(ALLOW)).toBe(PAGE);
    expect(rules(text)).toEqual(['options-not-allowed']);
    expect(
      rules(
        template({
          behavior: 'ResponseHeadersPolicyId: !Ref P, AllowedMethods: [GET, HEAD, OPTIONS]',
        }),
      ),
    ).toEqual(['method-not-allowed']);
    expect(
      rules(
        template({ behavior: 'ResponseHeadersPolicyId: !Ref P, AllowedMethods: !Ref Methods' }),
      ),
    ).toEqual([]);
  });

  it('answers by its pattern, in their order', () => {
    const text = template({
      behavior: '',
      more: `, CacheBehaviors: [{ PathPattern: "api/*", ResponseHeadersPolicyId: !Ref P }, { PathPattern: "*.jp?g" , ResponseHeadersPolicyId: 60669652-455b-4ae9-85a4-c4c02393f86c }]`,
    });
    const said = (path: string): string | null =>
      ask(text, 'GET', { url: `https://cdn.example.com${path}` }).get(ALLOW);
    expect(['/api/x.jpeg', '/x.jpeg', '/x.jpg', '/api'].map(said)).toEqual([PAGE, '*', null, null]);
    const paths = target.read({ file: 't', text }).value!.routes.map(({ path }) => path);
    expect(paths).toEqual(['/api/', '*.jp?g', '/']);
  });

  it('sends http elsewhere, without headers', () => {
    const text = (viewer: string): string =>
      template({ behavior: `ResponseHeadersPolicyId: !Ref P, ViewerProtocolPolicy: ${viewer}` });
    const url = 'http://cdn.example.com/x?y';
    const moved = ask(text('redirect-to-https'), 'GET', { url });
    expect([moved.status, moved.get('location'), moved.get(ALLOW)]).toEqual([
      301,
      'https://cdn.example.com/x?y',
      null,
    ]);
    expect(ask(text('https-only'), 'GET', { url }).status).toBe(403);
  });
});

describe('emitting', () => {
  it.each([
    ['a path of a wider behavior', template(), '/x', 'answers more than /x'],
    [
      'a policy elsewhere',
      template({ behavior: 'ResponseHeadersPolicyId: !ImportValue shared' }),
      '/',
      'not in this file',
    ],
    [
      'managed security headers',
      template({ behavior: 'ResponseHeadersPolicyId: 67f7725c-6f97-4210-82d7-5512b31e9d03' }),
      '/',
      'security headers would be lost',
    ],
    [
      'a policy that is shared',
      template({
        more: `, CacheBehaviors: [{ PathPattern: "api/*", ResponseHeadersPolicyId: !Ref P }]`,
      }),
      '/api/',
      'is the policy of the default cache behavior of D, too',
    ],
    [
      'a value that is not known',
      template({ cors: 'AccessControlAllowOrigins: { Items: [!Ref Page] }' }),
      '/',
      'Line 3',
    ],
    [
      'headers for everybody',
      template().replace(
        'Name: p,',
        'Name: p, CustomHeadersConfig: { Items: [{ Header: Access-Control-Allow-Origin, Value: "*" }] },',
      ),
      '/',
      'take them out first',
    ],
    [
      'another name',
      template({ more: ', Aliases: [www.example.com]' }),
      '/',
      'is for www.example.com, and not for https://cdn.example.com',
    ],
    ['no CloudFront', 'Resources: {}', '/', 'has no distribution'],
  ])('is refused for %s', (_, text, path, reason) => {
    expect(reasons(text, path)).toContain(reason);
  });

  it('says all that it cannot say', () => {
    const policy = corsPolicy({
      origins: [
        readAllowedOrigin('https://*.b.example').value!,
        { kind: 'null' },
        exactOrigin('http://[::1]:3000'),
      ],
      methods: ['REPORT'],
      privateNetwork: true,
    });
    const emission = target.emit(
      policy,
      { origin: 'https://cdn.example.com', path: '/', upstream: '' },
      { file: 't', text: template() },
    );
    expect(emission.kind === 'cannot' && emission.reasons).toHaveLength(5);
  });
});

describe('linting', () => {
  const origins = (entry: string): string =>
    template({ cors: `AccessControlAllowOrigins: { Items: ["${entry}"] }, OriginOverride: true` });

  it.each([
    ['https://a.example/', ['allow-origin-not-valid']],
    ['https://A.example', ['allow-origin-not-valid']],
    ['https://a.*.example', ['origin-pattern']],
    ['a.example', ['origin-without-scheme']],
    ['https://*.a.example', []],
    ['*', []],
  ])('an origin: %s', (entry, found) => {
    expect(rules(origins(entry))).toEqual(found);
  });

  it('the rest', () => {
    expect(rules(template({ cors: 'OriginOverride: false' }))).toEqual(['origin-goes-first']);
    expect(
      rules(
        template({ cors: 'AccessControlAllowMethods: { Items: [REPORT] }, OriginOverride: true' }),
      ),
    ).toContain('method-not-taken');
    expect(
      rules(
        template({ cors: 'AccessControlAllowOrigins: { Items: [!Ref A] }, OriginOverride: true' }),
      ),
    ).toEqual(['deployed-value-not-known']);
    expect(
      rules(
        template().replace(
          'Name: p,',
          'Name: p, CustomHeadersConfig: { Items: [{ Header: Access-Control-Allow-Origin, Value: "*" }] },',
        ),
      ),
    ).toEqual(['cors-header-for-everybody']);
    expect(rules(template())).toEqual([]);
  });
});
