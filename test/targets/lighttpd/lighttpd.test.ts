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

const target = TARGETS.lighttpd;
if (target.kind !== 'file') throw new Error('lighttpd is configured by a file');
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

function emitted(text: string, origins: readonly string[], place: Place = PLACE): string {
  const policy = corsPolicy({ origins: origins.map(exactOrigin), methods: ['PUT'] });
  const emission = emit(policy, place, { file: 'lighttpd.conf', text });
  if (emission.kind === 'cannot') throw new Error(emission.reasons.join(' '));
  return applyChanges(text, emission.changes);
}

function ask(
  text: string,
  path: string,
  origin: string,
  { method = 'GET', upstream = plainUpstream as Upstream, host = 'api.example.com' } = {},
): { status: number; get: (name: string) => string | undefined } {
  const { value } = read({ file: 'lighttpd.conf', text });
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

describe('what is emitted for lighttpd', () => {
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

  it('takes over the headers whose lists it takes the place of', () => {
    const own = `${base}setenv.add-response-header = ( "X-Frame-Options" => "DENY", "Access-Control-Allow-Origin" => "*" )
$HTTP["host"] == "api.example.com" {
    setenv.set-response-header = ( "X-Version" => "7" )
    $HTTP["url"] =~ "\\.js$" { setenv.add-response-header = ( "Cache-Control" => "no-store" ) }
    $REQUEST_HEADER["Cookie"] != "" { setenv.set-response-header += ( "X-Known" => "1" ) }
}
$HTTP["host"] == "www.example.com" { setenv.set-response-header = ( "X-Other" => "1" ) }
`;
    const text = emitted(own.replace('"mod_proxy"', '"mod_setenv", "mod_proxy"'), [APP]);
    const plain = ask(text, '/', APP);
    expect(plain.get('x-frame-options')).toBe('DENY');
    expect(plain.get('x-version')).toBe('7');
    expect(plain.get('x-known')).toBeUndefined();
    expect(plain.get('x-other')).toBeUndefined();
    expect(plain.get(ALLOW)).toBe(APP);
    const script = ask(text, '/a.js', APP);
    expect(script.get('cache-control')).toBe('no-store');
    expect(script.get('x-frame-options')).toBeUndefined();
    expect(script.get('vary')).toBe('Origin');
    expect(script.get(ALLOW)).toBe(APP);
    expect(ask(text, '/', 'https://evil.test').get(ALLOW)).toBeUndefined();
    // For others all stays.
    expect(ask(text, '/', APP, { host: 'www.example.com' }).get(ALLOW)).toBe('*');
  });

  it('takes the headers of the server behind away', () => {
    const upstream: Upstream = () => ({
      status: 500,
      headers: [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Credentials', 'true'],
        ['Vary', 'Accept'],
      ],
    });
    const text = emitted(base, [APP]);
    expect(ask(text, '/', APP, { upstream }).get(ALLOW)).toBe(APP);
    expect(ask(text, '/', APP, { upstream }).get('access-control-allow-credentials')).toBe(
      undefined,
    );
    expect(ask(text, '/', 'https://evil.test', { upstream }).get(ALLOW)).toBeUndefined();
    expect(ask(text, '/', APP, { upstream }).get('vary')).toBe('Accept | Origin');
  });

  it('lists mod_setenv before what answers early', () => {
    const late = base.replace(
      '( "mod_proxy" )',
      '(\n    "mod_redirect",\n    "mod_setenv",\n    "mod_proxy"\n)',
    );
    const text = emitted(late, [APP]);
    expect(text).toMatch(/\(\n {4}"mod_setenv",\n {4}"mod_redirect",\n {4}"mod_setenv"/);
    expect(ask(text, '/', APP, { method: 'OPTIONS' }).get(ALLOW)).toBe(APP);
    const early = base.replace('( "mod_proxy" )', '( "mod_setenv", "mod_proxy" )');
    expect(emitted(early, [APP])).toContain('( "mod_setenv", "mod_redirect", "mod_proxy" )');
    expect(ask(emitted(early, [APP]), '/', APP, { method: 'OPTIONS' }).get(ALLOW)).toBe(APP);
    const apart = `${base}server.modules += ( "mod_setenv" )\n`;
    expect(ask(emitted(apart, [APP]), '/', APP, { method: 'OPTIONS' }).get(ALLOW)).toBe(APP);
    const part = 'setenv.add-response-header = ( "X-A" => "b" )\n';
    expect(emitted(part, [APP])).toContain('server.modules += ( "mod_setenv", "mod_redirect" )');
  });

  it.each([
    [
      'sub-domains',
      {
        origins: [
          { kind: 'subdomains', scheme: 'https', domain: 'example.com', port: '', depth: 'one' },
        ],
      },
      /cannot echo/,
    ],
    ['any method', { origins: [exactOrigin(APP)], methods: '*' }, /501/],
    ['private networks', { origins: [exactOrigin(APP)], privateNetwork: true }, /Private-Network/],
  ] as const)('says what it cannot: %s', (_, policy, reason) => {
    const emission = emit(corsPolicy(policy), PLACE, { file: 'lighttpd.conf', text: base });
    expect(emission.kind === 'cannot' ? emission.reasons.join(' ') : '').toMatch(reason);
  });
});

describe('what is read of lighttpd', () => {
  it('knows its files', () => {
    expect(recognises({ file: 'x', text: base })).toBe(true);
    expect(recognises({ file: 'x', text: 'server {\n  listen 80;\n}\n' })).toBe(false);
    expect(recognises({ file: 'x', text: 'name = "x"\n[server]\nport = 1\n' })).toBe(false);
    expect(recognises({ file: 'x', text: 'server.port=8080\nspring.main.banner=off\n' })).toBe(
      false,
    );
    expect(recognises({ file: 'x', text: 'setenv.add-response-header = ( "A" => "b" )' })).toBe(
      true,
    );
  });

  it('says what it does not follow', () => {
    const text = `${base}include "conf.d/*.conf"
$HTTP["remote-ip"] == "10.0.0.0/8" { setenv.add-response-header = ( "A" => "b" ) }
url.rewrite-once = ( "^/a" => "/b" )
magnet.attract-raw-url-to = ( "/etc/lighttpd/a.lua" )
`;
    const { problems } = read({ file: 'lighttpd.conf', text });
    expect(problems.map(({ rule, severity }) => [rule, severity]).toSorted()).toEqual([
      ['condition-not-followed', 'note'],
      ['include-not-read', 'note'],
      ['not-simulated', 'note'],
      ['not-simulated', 'note'],
    ]);
  });
});
