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

const target = TARGETS.varnish;
if (target.kind !== 'file') throw new Error('Varnish is configured by a file');
const { read, emit, skeleton, recognises } = target;

const PLACE: Place = {
  origin: 'https://api.example.com',
  path: '/',
  upstream: 'http://127.0.0.1:3000',
};
const APP = 'https://app.example.com';
const ADMIN = 'https://admin.example.com';
const ALLOW = 'access-control-allow-origin';
const base = skeleton(PLACE);

function emitted(
  text: string,
  origins: readonly string[],
  place: Place = PLACE,
  methods: readonly string[] = ['PUT'],
): string {
  const policy = corsPolicy({ origins: origins.map(exactOrigin), methods });
  const emission = emit(policy, place, { file: 'default.vcl', text });
  if (emission.kind === 'cannot') throw new Error(emission.reasons.join(' '));
  return applyChanges(text, emission.changes);
}

function ask(
  text: string,
  path: string,
  origin: string,
  {
    method = 'GET',
    upstream = plainUpstream as Upstream,
    host = 'api.example.com',
    more = [] as readonly Header[],
  } = {},
): { status: number; get: (name: string) => string | undefined } {
  const { value } = read({ file: 'default.vcl', text });
  if (value === null) throw new Error('nothing was read');
  const asks: readonly Header[] =
    method === 'OPTIONS' ? [['access-control-request-method', 'PUT']] : [];
  const request: NetworkRequest = {
    kind: 'request',
    url: `https://${host}${path}`,
    method,
    headers: [['origin', origin], ...asks, ...more],
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

describe('what is emitted for Varnish', () => {
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
    expect(ask(text, '/v1/x?a', ADMIN).get('vary')).toBe('Origin');
    expect(ask(text, '/', APP, { host: 'other.example.com' }).get(ALLOW)).toBeUndefined();
  });

  it('believes no client about its own variables, and keeps them from the server behind', () => {
    const text = emitted(base, [APP]);
    const more: readonly Header[] = [['X-Cors-Origin', 'https://evil.test']];
    const seen: string[] = [];
    const upstream: Upstream = ({ headers }) => {
      seen.push(...headers.map(([name]) => name.toLowerCase()));
      return { status: 200, headers: [] };
    };
    expect(ask(text, '/', 'https://evil.test', { more, upstream }).get(ALLOW)).toBeUndefined();
    expect(ask(text, '/', APP, { more, upstream }).get(ALLOW)).toBe(APP);
    expect(seen.filter((name) => name.startsWith('x-cors'))).toEqual([]);
  });

  it('makes one of several lines of Vary, and keeps what they say', () => {
    const upstream: Upstream = () => ({
      status: 200,
      headers: [
        ['Vary', 'Accept'],
        ['Vary', 'Cookie'],
        ['Access-Control-Allow-Origin', '*'],
      ],
    });
    const answer = ask(emitted(base, [APP]), '/', APP, { upstream });
    expect(answer.get('vary')).toBe('Accept, Cookie, Origin');
    expect(answer.get(ALLOW)).toBe(APP);
  });

  it('is called wherever the user’s subroutines end an answer', () => {
    const own = `${base}
sub vcl_recv { if (req.url == "/denied") { return (synth(403)); } }
sub vcl_deliver { if (req.url ~ "^/fast") { return (deliver); } set resp.http.Access-Control-Allow-Origin = "*"; call last; }
sub last { return (deliver); }
sub vcl_synth { if (resp.status == 403) { return (deliver); } }
`;
    const text = emitted(own, [APP], { ...PLACE, path: '/' });
    for (const path of ['/', '/fast', '/denied']) {
      expect(ask(text, path, APP).get(ALLOW), path).toBe(APP);
      expect(ask(text, path, 'https://evil.test').get(ALLOW), path).toBeUndefined();
    }
  });

  it('keeps rare methods out of the pipe, and says so where it cannot', () => {
    const text = emitted(base, [APP], PLACE, ['REPORT']);
    expect(ask(text, '/', APP, { method: 'REPORT' }).get(ALLOW)).toBe(APP);
    const piping = `${base}\nsub vcl_recv { if (req.method != "GET") { return (pipe); } }\n`;
    const policy = corsPolicy({ origins: [exactOrigin(APP)], methods: ['PUT'] });
    const emission = emit(policy, PLACE, { file: 'default.vcl', text: piping });
    expect(emission.kind === 'cannot' ? emission.reasons.join(' ') : '').toMatch(/PUT is answered/);
  });

  it('says that policies go into the file with the version', () => {
    const policy = corsPolicy({ origins: [exactOrigin(APP)] });
    const emission = emit(policy, PLACE, { file: 'a.vcl', text: 'sub vcl_recv { }\n' });
    expect(emission.kind === 'cannot' ? emission.reasons.join(' ') : '').toMatch(/vcl 4\.1/);
  });
});

describe('what is read of Varnish', () => {
  it('knows its files', () => {
    expect(recognises({ file: 'x', text: base })).toBe(true);
    expect(recognises({ file: 'x', text: 'server {\n  listen 80;\n}\n' })).toBe(false);
  });

  it('says what it does not follow', () => {
    const text = `${base}
include "other.vcl";
acl office { "10.0.0.0"/8; }
sub vcl_recv {
    if (client.ip ~ office) { return (pipe); }
    if (req.http.X-Again) { return (restart); }
}
`;
    const { problems } = read({ file: 'default.vcl', text });
    expect(problems.map(({ rule, severity }) => [rule, severity]).toSorted()).toEqual([
      ['include-not-read', 'note'],
      ['not-simulated', 'note'],
      ['not-simulated', 'note'],
    ]);
  });
});
