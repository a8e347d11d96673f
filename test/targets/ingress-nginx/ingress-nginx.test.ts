import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { plainUpstream, TARGETS, type Upstream } from '../../../src/targets/index.js';

const target = TARGETS['ingress-nginx'];
if (target.kind !== 'file') throw new Error('ingress-nginx reads files');
const { read, emit } = target;

type Annotations = Readonly<Record<string, string>>;

function ingress(
  annotations: Annotations,
  { path = '/', host = 'api.example.com', name = 'a' } = {},
): string {
  const lines = Object.entries(annotations).map(
    ([key, value]) => `    nginx.ingress.kubernetes.io/${key}: ${JSON.stringify(value)}`,
  );
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  annotations:${lines.length === 0 ? ' {}' : `\n${lines.join('\n')}`}
spec:
  ingressClassName: nginx
  rules:
    - host: ${JSON.stringify(host)}
      http:
        paths:
          - path: ${path}
            pathType: Prefix
            backend: { service: { name: ${name}, port: { number: 80 } } }
`;
}

function ask(
  text: string,
  origin: string | null,
  { method = 'GET', url = 'https://api.example.com/', upstream = plainUpstream as Upstream } = {},
): { status: number; by: string; get: (name: string) => string | undefined } {
  const { value } = read({ file: 'ingress.yaml', text });
  if (value === null) throw new Error('nothing was read');
  const request: NetworkRequest = {
    kind: 'request',
    url,
    method,
    headers: origin === null ? [] : [['origin', origin]],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const { status, headers, answeredBy } = value.simulate(request, upstream);
  const get = (name: string): string | undefined => {
    const lines = headers.filter((header) => header.name.toLowerCase() === name);
    return lines.length === 0 ? undefined : lines.map((line) => line.value).join(' | ');
  };
  return { status, by: answeredBy, get };
}

const ALLOW = 'access-control-allow-origin';
const on = (origins: string, more: Annotations = {}): string =>
  ingress({ 'enable-cors': 'true', 'cors-allow-origin': origins, ...more });

// kubernetes/ingress-nginx v1.15.1, test/e2e/annotations/cors.go
describe('the controller’s own end-to-end expectations', () => {
  it('sends all defaults without an origin list, also without Origin', () => {
    const { status, get } = ask(ingress({ 'enable-cors': 'true' }), null);
    expect([status, get(ALLOW), get('access-control-allow-credentials')]).toEqual([
      200,
      '*',
      'true',
    ]);
    expect(get('access-control-allow-methods')).toBe('GET, PUT, POST, DELETE, PATCH, OPTIONS');
    expect(get('access-control-max-age')).toBe('1728000');
  });

  it('leaves out Allow-Credentials when told to', () => {
    const text = ingress({ 'enable-cors': 'true', 'cors-allow-credentials': 'false' });
    expect(ask(text, null).get('access-control-allow-credentials')).toBeUndefined();
  });

  it.each([
    ['https://origin.cors.com:8080', 'https://origin.cors.com:8080', true],
    ['https://origin.cors.com:8080', 'https://origin.cors.com', false],
    ['https://origin.cors.com', 'https://origin.cors.com:8080', false],
    ['https://a.example.com,https://b.example.com', 'https://a.example.com', true],
    ['https://a.example.com,https://b.example.com', 'https://c.example.com', false],
    [
      'bad.origin.com, https://a.example.com, https://b.example.com',
      'https://bad.origin.com',
      false,
    ],
    ['bad.origin.com, https://a.example.com, https://b.example.com', 'https://b.example.com', true],
    ['https://foo.bar.com', 'https://fooxbar.com', false],
    ['http://*.origin.cors.com', 'http://foo.origin.cors.com', true],
    ['http://*.origin.cors.com', 'http://bar.foo.origin.cors.com', false],
    ['http://*.origin.com:8080', 'http://abc.origin.com:8080', true],
    ['http://*.origin.com:8080', 'http://abc.origin.com', false],
    ['http://*.origin.com:8080', 'http://origin.com:8080', false],
    ['https://a.example.com,   ,https://b.example.com,', 'https://b.example.com', true],
    ['https://a.example.com,   ,https://b.example.com,', 'https://c.example.com', false],
    ['test://localhost,tauri://localhost:3000', 'tauri://localhost:3000', true],
  ])('%s, asked by %s: %s', (list, origin, matches) => {
    expect(ask(on(list), origin).get(ALLOW)).toBe(matches ? origin : undefined);
  });

  it.each(['*', '*, foo.bar.com', '      '])('"%s" allows every origin', (list) => {
    expect(ask(on(list), 'https://any.example').get(ALLOW)).toBe('*');
  });
});

describe('what counts as a value', () => {
  it.each([
    'https://a.c/',
    'https://*',
    'http://localhost:*',
    'HTTPS://a.c',
    'https://a_b.c',
    'https://[::1]:3',
    'a;b',
    '*, x',
  ])('%s is thrown away for every origin, and said so', (value) => {
    expect(ask(on(value), 'https://any.example').get(ALLOW)).toBe('*');
    const { problems } = read({ file: 'i', text: on(value) });
    expect(problems.map(({ rule }) => rule)).toContain('allow-origin-not-valid');
  });

  it.each(['a.c', '*.a.c', 'https://a-*.c', 'https://x.*.a.c', 'chrome-extension://x', ','])(
    '%s lets in nobody',
    (value) => {
      expect(ask(on(value), 'https://a.c').get(ALLOW)).toBeUndefined();
    },
  );

  it('takes the default for "*" in headers, and says so at the value', () => {
    const text = on('https://a.c', { 'cors-allow-headers': '*' });
    expect(ask(text, 'https://a.c').get('access-control-allow-headers')).toMatch(/^DNT,/);
    const [problem] = read({ file: 'i', text }).problems;
    expect(problem?.rule).toBe('annotation-not-valid');
    expect(text.slice(problem!.span.start, problem!.span.end)).toBe('"*"');
  });

  it('says what an origin with a slash was meant to be', () => {
    const [problem] = read({ file: 'i', text: on('https://app.example.com/') }).problems;
    expect(problem?.message).toContain('Write https://app.example.com.');
  });

  it('is told when CORS was never enabled', () => {
    const text = ingress({ 'cors-allow-origin': 'https://a.c' });
    expect(read({ file: 'i', text }).problems[0]?.rule).toBe('enable-cors-missing');
    expect(ask(text, 'https://a.c').get(ALLOW)).toBeUndefined();
  });

  it('reads a long hostile value in no time', () => {
    const value = `${'a'.repeat(50_000)}://${'b:1'.repeat(10_000)};`;
    expect(ask(on(value), 'https://a.c').get(ALLOW)).toBe('*');
    const methods = on('https://a.c', { 'cors-allow-methods': `${'A'.repeat(50_000)}!` });
    expect(ask(methods, 'https://a.c').get('access-control-allow-methods')).toMatch(/^GET, PUT/);
  });
});

describe('the answer', () => {
  const upstream: Upstream = () => ({
    status: 500,
    headers: [
      ['Access-Control-Allow-Origin', 'https://upstream.example'],
      ['Access-Control-Expose-Headers', 'ETag'],
    ],
  });

  it('to a matched OPTIONS is 204 and does not reach the upstream', () => {
    const { status, by } = ask(on('https://a.c'), 'https://a.c', { method: 'OPTIONS', upstream });
    expect([status, by]).toEqual([204, 'server']);
  });

  it('to an unmatched OPTIONS is the upstream’s', () => {
    const { status, get } = ask(on('https://a.c'), 'https://b.c', { method: 'OPTIONS', upstream });
    expect([status, get(ALLOW)]).toEqual([500, 'https://upstream.example']);
  });

  it('replaces the upstream’s headers of the same name and lets others pass', () => {
    const { get } = ask(on('https://a.c'), 'https://a.c', { upstream });
    expect([get(ALLOW), get('access-control-expose-headers')]).toEqual(['https://a.c', 'ETag']);
  });

  it('comes from the longest path, and nothing is inherited from /', () => {
    const text = `${on('https://a.c')}---\n${ingress({}, { path: '/foo', name: 'b' })}`;
    const at = (path: string): string | undefined =>
      ask(text, 'https://a.c', { url: `https://api.example.com${path}` }).get(ALLOW);
    expect([at('/'), at('/foobar'), at('/foo'), at('/foo/x')]).toEqual([
      'https://a.c',
      'https://a.c',
      undefined,
      undefined,
    ]);
  });

  it('of an unknown host is a bare 404', () => {
    const { status, get } = ask(on('*'), 'https://a.c', { url: 'https://other.example/' });
    expect([status, get(ALLOW)]).toEqual([404, undefined]);
  });
});

describe('emit', () => {
  const place = { origin: 'https://api.example.com', path: '/', upstream: 'http://a' };
  const policy = corsPolicy({ origins: [exactOrigin('https://a.c')], methods: ['PUT'] });

  it('says all that it cannot', () => {
    const impossible = corsPolicy({
      origins: [{ kind: 'null' }],
      methods: '*',
      requestHeaders: '*',
      privateNetwork: true,
    });
    const emission = emit(impossible, place, { file: 'i', text: ingress({}) });
    expect(emission.kind === 'cannot' && emission.reasons).toHaveLength(4);
  });

  it('says when no object answers there', () => {
    const emission = emit(
      policy,
      { ...place, origin: 'https://other.example' },
      { file: 'i.yaml', text: ingress({}) },
    );
    expect(emission.kind === 'cannot' && emission.reasons[0]).toMatch(
      /No Ingress of i\.yaml answers/,
    );
  });

  it('does not split an object that rewrites paths', () => {
    const text = ingress({ 'rewrite-target': '/$1' });
    const emission = emit(policy, { ...place, path: '/v1' }, { file: 'i', text });
    expect(emission.kind).toBe('cannot');
  });
});
