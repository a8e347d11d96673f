import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin, writeAllowedOrigin } from '../../../src/policy/index.js';
import { fetchRequest, type NetworkRequest } from '../../../src/protocol/index.js';
import { applyChanges, plainUpstream, TARGETS, type Upstream } from '../../../src/targets/index.js';

const target = TARGETS.nginx;
if (target.kind !== 'file') throw new Error('nginx reads files');
const { read, emit } = target;
const APP = 'https://app.example.com';

function server(inside: string, http = ''): string {
  return `events {}\nhttp {\n${http}\nserver { listen 80; server_name api.example.com;\n${inside}\n} }\n`;
}

function ask(
  text: string,
  {
    url = 'http://api.example.com/',
    method = 'GET',
    upstream = plainUpstream,
  }: { url?: string; method?: string; upstream?: Upstream } = {},
): { status: number; by: string; all: (name: string) => string[] } {
  const { value } = read({ file: 'nginx.conf', text });
  if (value === null) throw new Error('nothing was read');
  const request: NetworkRequest = {
    ...fetchRequest(url, { method }),
    kind: 'request',
    headers: [['origin', APP]],
    credentials: false,
    redirectCount: 0,
  };
  const { status, headers, answeredBy } = value.simulate(request, upstream);
  const all = (name: string): string[] =>
    headers.filter((header) => header.name.toLowerCase() === name).map(({ value: text }) => text);
  return { status, by: answeredBy, all };
}

const ALLOW = 'access-control-allow-origin';
const rules = (text: string): string[] =>
  read({ file: 'nginx.conf', text }).problems.map(({ rule }) => rule);

// Each row was measured with nginx 1.22.1.
describe('add_header', () => {
  it('is not added to errors without always', () => {
    const bare = server(`location / { add_header ${ALLOW} *; return 404; }`);
    expect(ask(bare).all(ALLOW)).toEqual([]);
    expect(ask(bare.replace('*;', '* always;')).all(ALLOW)).toEqual(['*']);
  });

  it('in a block cancels those around it', () => {
    const text = server(
      `add_header ${ALLOW} * always; location / { add_header X-A 1; proxy_pass http://a; } location /b { proxy_pass http://a; }`,
    );
    expect(ask(text).all(ALLOW)).toEqual([]);
    expect(ask(text, { url: 'http://api.example.com/b' }).all(ALLOW)).toEqual(['*']);
    expect(rules(text)).toContain('cors-cancelled-by-add-header');
  });

  it('doubles what the upstream sends, unless that is hidden', () => {
    const upstream: Upstream = () => ({
      status: 200,
      headers: [['Access-Control-Allow-Origin', 'x']],
    });
    const text = server(`location / { add_header ${ALLOW} * always; proxy_pass http://a; }`);
    expect(ask(text, { upstream }).all(ALLOW)).toEqual(['x', '*']);
    const hiding = text.replace(
      'proxy_pass',
      'proxy_hide_header Access-Control-Allow-Origin; proxy_pass',
    );
    expect(ask(hiding, { upstream }).all(ALLOW)).toEqual(['*']);
  });

  it('with an empty variable is not sent', () => {
    const text = server(
      `location / { add_header ${ALLOW} $cors always; proxy_pass http://a; }`,
      'map $http_origin $cors { https://b.example $http_origin; }',
    );
    expect(ask(text).all(ALLOW)).toEqual([]);
  });
});

describe('if', () => {
  const text = server(
    `location / { add_header ${ALLOW} * always; if ($request_method = OPTIONS) { add_header X-P 1; return 204; } proxy_pass http://a; }`,
  );

  it('answers with its own headers, and with those around it when it has none', () => {
    expect(ask(text, { method: 'OPTIONS' })).toMatchObject({ status: 204, by: 'server' });
    expect(ask(text, { method: 'OPTIONS' }).all(ALLOW)).toEqual([]);
    expect(ask(text.replace('add_header X-P 1;', ''), { method: 'OPTIONS' }).all(ALLOW)).toEqual([
      '*',
    ]);
    expect(rules(text)).toContain('preflight-without-allow-origin');
  });

  it.each([
    ['($http_origin ~* ^https://app\\.)', true],
    ['($http_origin !~ ^https://app\\.)', false],
    ['($http_origin != "")', true],
    ['($http_nothing)', false],
  ])('%s holds: %s', (condition, holds) => {
    const one = server(`location / { if ${condition} { return 418; } return 200; }`);
    expect(ask(one).status).toBe(holds ? 418 : 200);
  });

  it('is decided before a password is asked for', () => {
    const one = text.replace('proxy_pass', 'auth_basic closed; proxy_pass');
    expect(ask(one, { method: 'OPTIONS' }).status).toBe(204);
    expect(ask(one).status).toBe(401);
  });
});

describe('which location answers', () => {
  const text = server(
    'location = /a { return 201; } location /a { return 202; } location ^~ /a/b { return 203; } location ~ \\.png$ { return 204; } location / { return 205; }',
  );
  it.each([
    ['/a', 201],
    ['/ab', 202],
    ['/a/b.png', 203],
    ['/a/c.png', 204],
    ['/x', 205],
  ])('%s: %i', (path, status) => {
    expect(ask(text, { url: `http://api.example.com${path}` }).status).toBe(status);
  });

  it('the server is found by port, then by name', () => {
    const two = `server { listen 80; return 301 https://$host$request_uri; } server { listen 443 ssl; server_name api.example.com; location / { return 200; } }`;
    const moved = ask(two);
    expect([moved.status, moved.all('location')]).toEqual([301, ['https://api.example.com/']]);
    expect(ask(two, { url: 'https://api.example.com/' }).status).toBe(200);
  });
});

describe('headers-more', () => {
  it('replaces, on any status, outer blocks first', () => {
    const text = server(
      `more_set_headers "Access-Control-Allow-Origin: a"; location / { more_set_headers "Access-Control-Allow-Origin: b"; return 404; }`,
    );
    expect(ask(text).all(ALLOW)).toEqual(['b']);
  });
});

describe('lint', () => {
  it.each([
    [`add_header ${ALLOW} *;`, 'add-header-without-always'],
    [`add_header ${ALLOW} $http_origin always;`, 'reflects-any-origin'],
    [
      `add_header ${ALLOW} * always; add_header Access-Control-Allow-Credentials true always;`,
      'wildcard-with-credentials',
    ],
    [`add_header ${ALLOW} ${APP}/ always;`, 'origin-not-valid'],
    [`add_header ${ALLOW} "${APP}, https://b.example" always;`, 'origin-list-in-one-header'],
    [`add_header ${ALLOW} https://*.example.com always;`, 'origin-pattern-sent-literally'],
  ])('%s: %s', (line, rule) => {
    expect(rules(server(`location / { ${line} proxy_pass http://a; }`))).toContain(rule);
  });

  it.each([
    ['~^https://.*\\.example\\.com', 'origin-pattern-too-wide'],
    ['~^https://a.example\\.com$', 'origin-pattern-too-wide'],
    ['~^https://[a-z0-9-]+\\.example\\.com$', undefined],
    ['https://a.example.com/', 'origin-not-valid'],
  ])('the key "%s" of a map: %s', (key, rule) => {
    const text = server(
      `location / { add_header ${ALLOW} $cors always; add_header Vary Origin always; proxy_pass http://a; }`,
      `map $http_origin $cors { "${key}" $http_origin; }`,
    );
    expect(rules(text)[0]).toBe(rule);
  });

  it('has nothing to say of what is emitted', () => {
    const policy = corsPolicy({ origins: [exactOrigin(APP)], methods: ['PUT'], credentials: true });
    const text = target.skeleton({
      origin: 'http://api.example.com',
      path: '/',
      upstream: 'http://a',
    });
    const emission = emit(
      policy,
      { origin: 'http://api.example.com', path: '/', upstream: 'http://a' },
      { file: 'n', text },
    );
    if (emission.kind !== 'change') throw new Error('cannot');
    let after = text;
    for (const { text: put, at } of emission.changes.toReversed())
      if (at !== null) after = after.slice(0, at.start) + put + after.slice(at.end);
    expect(rules(after)).toEqual([]);
  });
});

it('reads the policy of what people write by hand', () => {
  const text = server(
    `location / { add_header ${ALLOW} $cors always; add_header Vary Origin always; add_header Access-Control-Expose-Headers "ETag" always; proxy_pass http://a; }`,
    `map $http_origin $cors { default ''; ${APP} $http_origin; "~^https://[^.]+\\.example\\.org$" $http_origin; }`,
  );
  const { value } = read({ file: 'n', text });
  const { policy } = value!.routes[0]!;
  expect(policy?.origins.map(writeAllowedOrigin)).toEqual([APP, 'https://*.example.org']);
  expect(policy?.exposedHeaders).toEqual(['etag']);
});

it('says where a place cannot be put', () => {
  const at = (inside: string, path: string): string => {
    const policy = corsPolicy({ origins: [exactOrigin(APP)] });
    const emission = emit(
      policy,
      { origin: 'http://api.example.com', path, upstream: '' },
      { file: 'n', text: server(inside) },
    );
    return emission.kind === 'cannot' ? (emission.reasons[0] ?? '') : 'can';
  };
  expect(at('location ~ ^/v1 { proxy_pass http://a; }', '/v1')).toContain('regular expression');
  expect(at('location /api/ { proxy_pass http://a/; }', '/api/v1')).toContain(
    'replaces that prefix',
  );
  expect(at('location / { proxy_pass http://a; }', '/v1')).toBe('can');
});

it('keeps names short enough for nginx’s hashes, and places apart', () => {
  const names = ['/v1/a-very-long-path/of/an/api', '/v1/a-very-long-path/of/an/apj'].map((path) => {
    const place = { origin: 'http://api.example.com', path, upstream: '' };
    const policy = corsPolicy({ origins: [exactOrigin(APP)], credentials: true });
    const text = server('location / { proxy_pass http://a; }');
    const emission = emit(policy, place, { file: 'n', text });
    const all = JSON.stringify(emission).match(/\$cors_\w+/g) ?? [];
    expect(Math.max(...all.map((name) => name.length))).toBeLessThanOrEqual(46);
    return all[0];
  });
  expect(new Set(names).size).toBe(2);
});

describe('emit loses nothing that protects', () => {
  const policy = corsPolicy({ origins: [exactOrigin(APP)], methods: ['PUT'] });
  const place = (path: string): { origin: string; path: string; upstream: string } => ({
    origin: 'http://api.example.com',
    path,
    upstream: '',
  });
  const emitted = (text: string, path: string): string => {
    const emission = emit(policy, place(path), { file: 'n', text });
    return emission.kind === 'cannot'
      ? `cannot: ${emission.reasons[0]}`
      : applyChanges(text, emission.changes);
  };

  it('refuses to copy a location that has locations within it', () => {
    const text = server('location / { proxy_pass http://a; location /v1/internal { deny all; } }');
    expect(emitted(text, '/v1')).toContain('has locations within it');
    const inner = emitted(text, '/v1/internal');
    expect(ask(inner, { url: 'http://api.example.com/v1/internal/x' }).status).toBe(403);
  });

  it('refuses to copy a proxy_pass with a path, also of /', () => {
    expect(emitted(server('location / { proxy_pass http://a/; }'), '/v1')).toContain(
      'replaces that prefix',
    );
  });

  it('keeps hide lines of the blocks around in force', () => {
    const text = server('proxy_hide_header X-Powered-By; location /v1 { proxy_pass http://a; }');
    const upstream: Upstream = () => ({ status: 200, headers: [['X-Powered-By', 'x']] });
    const after = emitted(text, '/v1');
    expect(ask(after, { url: 'http://api.example.com/v1', upstream }).all('x-powered-by')).toEqual(
      [],
    );
  });

  it('refuses beside CORS lines of headers-more around the location', () => {
    const text = server(
      'more_set_headers "Access-Control-Allow-Origin: *"; location / { proxy_pass http://a; }',
    );
    expect(emitted(text, '/')).toContain('more_set_headers around');
  });

  it('puts the maps into the http block of a configuration on one line', () => {
    const text =
      'events {} http { server { listen 80; server_name api.example.com; location / { proxy_pass http://a; } } }';
    expect(emitted(text, '/').indexOf('map $http_origin')).toBeGreaterThan(text.indexOf('http {'));
  });

  it.each([
    ['limit_except GET { deny all; } proxy_pass http://a;', 'limit_except without OPTIONS'],
    ['try_files $uri @app; } location @app { proxy_pass http://a;', 'sends requests on to @app'],
    [
      'try_files $uri /index.php?$args; } location ~ \\.php$ { fastcgi_pass a;',
      'sends requests on to /index.php?$args',
    ],
  ])('cannot say a policy where it would not hold: %s', (inside, reason) => {
    for (const path of ['/v1', '/v1/orders']) {
      const text = server(`location /v1 { ${inside} }`);
      const emission = emit(policy, place(path), { file: 'n', text });
      expect(emission.kind === 'cannot' && emission.reasons.join(' ')).toContain(reason);
    }
  });

  it('says a policy where limit_except and try_files let it hold', () => {
    for (const inside of [
      'limit_except GET OPTIONS { deny all; }',
      'try_files $uri =404;',
      'root /a; try_files $uri /v1/index.html;',
    ]) {
      const text = server(`location /v1 { ${inside} }`);
      expect(emit(policy, place('/v1'), { file: 'n', text }).kind).toBe('change');
    }
  });

  it('says which locations and errors the policy does not reach', () => {
    const text = server(
      'error_page 502 /50x.html; location /v1 { proxy_pass http://a; } location /v1/admin { proxy_pass http://a; }',
    );
    const emission = emit(policy, place('/v1'), { file: 'n', text });
    const notes = emission.kind === 'change' ? emission.notes.join(' ') : '';
    expect(notes).toContain('/v1/admin');
    expect(notes).toContain('error_page');
    expect(rules(text)).toEqual([]);
  });
});
