import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import type { Header, NetworkRequest } from '../../../src/protocol/index.js';
import {
  applyChanges,
  plainUpstream,
  TARGETS,
  type Place,
  type Upstream,
} from '../../../src/targets/index.js';

const target = TARGETS.haproxy;
if (target.kind !== 'file') throw new Error('HAProxy is configured by a file');
const { read, emit, skeleton, recognises } = target;

const PLACE: Place = {
  origin: 'https://api.example.com',
  path: '/',
  upstream: 'http://127.0.0.1:3000',
};
const APP = 'https://app.example.com';
const ADMIN = 'https://admin.example.com';
const ALLOW = 'access-control-allow-origin';

function emitted(text: string, origins: readonly string[], place: Place = PLACE): string {
  const policy = corsPolicy({ origins: origins.map(exactOrigin), methods: ['PUT'] });
  const emission = emit(policy, place, { file: 'haproxy.cfg', text });
  if (emission.kind === 'cannot') throw new Error(emission.reasons.join(' '));
  return applyChanges(text, emission.changes);
}

function ask(
  text: string,
  path: string,
  origin: string,
  { method = 'GET', upstream = plainUpstream as Upstream, host = 'api.example.com' } = {},
): { status: number; get: (name: string) => string | undefined } {
  const { value } = read({ file: 'haproxy.cfg', text });
  if (value === null) throw new Error('nothing was read');
  const asks: readonly Header[] =
    method === 'OPTIONS' ? [['access-control-request-method', 'PUT']] : [];
  const request: NetworkRequest = {
    kind: 'request',
    url: `https://${host}${path}`,
    method,
    headers: [['origin', origin], ...asks],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const { status, headers } = value.simulate(request, upstream);
  const get = (name: string): string | undefined => {
    const lines = headers.filter((header) => header.name.toLowerCase() === name);
    return lines.length === 0 ? undefined : lines.map((line) => line.value).join(' | ');
  };
  return { status, get };
}

describe('what is emitted for HAProxy', () => {
  const base = skeleton(PLACE);

  it.each([
    ['the deep place first', ['/v1', '/']],
    ['the deep place last', ['/', '/v1']],
  ])('keeps the policies of a place and of one below it apart: %s', (_, order) => {
    let text = base;
    const policies: Readonly<Record<string, readonly string[]>> = { '/': [APP], '/v1': [ADMIN] };
    for (const path of [...order, ...order])
      text = emitted(text, policies[path] ?? [], { ...PLACE, path });
    for (const method of ['GET', 'OPTIONS']) {
      expect(ask(text, '/v1/x', ADMIN, { method }).get(ALLOW)).toBe(ADMIN);
      expect(ask(text, '/v1/x', APP, { method }).get(ALLOW)).toBeUndefined();
      expect(ask(text, '/', APP, { method }).get(ALLOW)).toBe(APP);
      expect(ask(text, '/v10', ADMIN, { method }).get(ALLOW)).toBeUndefined();
    }
    expect(ask(text, '/v1/x', ADMIN, { method: 'OPTIONS' }).status).toBe(204);
    expect(ask(text, '/v1/x', ADMIN).get('vary')).toBe('Origin');
    expect(ask(text, '/', APP, { host: 'other.example.com' }).get(ALLOW)).toBeUndefined();
  });

  it('moves its lines before a rule and behind an answer rule that came later', () => {
    const mine = emitted(base, [APP])
      .replace('    bind :80\n', '    bind :80\n    http-request deny if METH_OPTIONS\n')
      .replace(
        '\nbackend api',
        '    http-after-response set-header Access-Control-Allow-Origin * if { status 405 }\n    http-after-response set-header X-A b\n\nbackend api',
      );
    expect(ask(mine, '/', APP, { method: 'OPTIONS' }).status).toBe(403);
    const text = emitted(mine, [APP]);
    expect(ask(text, '/', APP, { method: 'OPTIONS' }).status).toBe(204);
    expect(text).toContain('X-A b');
    expect(emitted(text, [APP])).toBe(text);
  });

  it('takes the headers of the server behind away, for everybody', () => {
    const upstream: Upstream = () => ({
      status: 500,
      headers: [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Credentials', 'true'],
        ['Vary', 'Accept, Origin'],
      ],
    });
    const text = emitted(base, [APP]);
    expect(ask(text, '/', APP, { upstream }).get(ALLOW)).toBe(APP);
    expect(ask(text, '/', APP, { upstream }).get('access-control-allow-credentials')).toBe(
      undefined,
    );
    expect(ask(text, '/', 'https://evil.test', { upstream }).get(ALLOW)).toBeUndefined();
    expect(ask(text, '/', APP, { upstream }).get('vary')).toBe('Accept, Origin');
  });

  it('overrules lines that serve others, and takes away those that serve the place alone', () => {
    const shared = base.replace(
      'backend api\n',
      'backend api\n    http-response add-header Access-Control-Allow-Origin *\n',
    );
    const below = emitted(shared, [APP], { ...PLACE, path: '/v1' });
    expect(below).toContain('add-header Access-Control-Allow-Origin *');
    expect(ask(below, '/v1', 'https://evil.test').get(ALLOW)).toBeUndefined();
    expect(ask(below, '/', 'https://evil.test').get(ALLOW)).toBe('*');
    expect(emitted(shared, [APP])).not.toContain('Allow-Origin *');
    expect(emitted(shared, [])).toBe(base);
    expect(ask(emitted(shared, [], { ...PLACE, path: '/v1' }), '/v1', APP).get(ALLOW)).toBe(
      undefined,
    );
  });

  it('answers for private networks only when asked', () => {
    const policy = corsPolicy({
      origins: [exactOrigin(APP)],
      methods: ['PUT'],
      privateNetwork: true,
    });
    const emission = emit(policy, PLACE, { file: 'haproxy.cfg', text: base });
    if (emission.kind === 'cannot') throw new Error('cannot');
    const text = applyChanges(base, emission.changes);
    const name = 'access-control-allow-private-network';
    expect(ask(text, '/', APP, { method: 'OPTIONS' }).get(name)).toBeUndefined();
    const { value } = read({ file: 'haproxy.cfg', text });
    expect(value?.routes.some((route) => route.policy?.privateNetwork === true)).toBe(true);
  });

  it.each([
    ['TCP mode', base.replace('mode http', 'mode tcp'), /TCP mode/],
    [
      'rules that end all others',
      base.replace('    bind :80\n', '    bind :80\n    http-after-response allow if TRUE\n'),
      /http-after-response allow/,
    ],
    ['no frontend', 'backend api\n  server a 127.0.0.1:1\n', /no frontend/],
  ])('says what it cannot: %s', (_, text, reason) => {
    const policy = corsPolicy({ origins: [exactOrigin(APP)] });
    const emission = emit(policy, PLACE, { file: 'haproxy.cfg', text });
    expect(emission.kind === 'cannot' ? emission.reasons.join(' ') : '').toMatch(reason);
  });
});

describe('what is read of HAProxy', () => {
  it('knows its files', () => {
    expect(recognises({ file: 'x', text: skeleton(PLACE) })).toBe(true);
    expect(recognises({ file: 'x', text: 'server {\n  listen 80;\n}\n' })).toBe(false);
  });

  it('says what it does not follow', () => {
    const text = skeleton(PLACE).replace(
      '    bind :80\n',
      '    bind :80\n    http-request deny if { src -f /etc/haproxy/bad.lst }\n    http-request use-service lua.hello if METH_OPTIONS\n',
    );
    const { problems } = read({ file: 'haproxy.cfg', text });
    expect(problems.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['not-simulated', 'note'],
      ['not-simulated', 'note'],
    ]);
  });

  it('finds rules that a TCP section never runs', () => {
    const text = skeleton(PLACE)
      .replace('mode http', 'mode tcp')
      .replace('    bind :80\n', '    bind :80\n    http-response set-header A b\n');
    const { problems } = read({ file: 'haproxy.cfg', text });
    expect(problems.map(({ rule }) => rule)).toContain('rules-in-tcp-mode');
  });
});
