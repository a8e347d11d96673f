import { describe, expect, it } from 'vitest';
import {
  corsPolicy,
  exactOrigin,
  writeAllowedOrigin,
  type CorsPolicy,
} from '../../../src/policy/index.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { applyChanges, plainUpstream, TARGETS, type Emission } from '../../../src/targets/index.js';

const target = TARGETS.apache;
if (target.kind !== 'file') throw new Error('Apache reads files');
const { emit, read, recognises } = target;
const APP = 'https://app.example.com';
const ALLOW = 'Access-Control-Allow-Origin';
const POLICY = corsPolicy({ origins: [exactOrigin(APP)], methods: ['PUT'] });

function host(inside: string): string {
  return `<VirtualHost *:80>\nServerName api.example.com\n${inside}\nProxyPass "/" "http://127.0.0.1:3000/"\n</VirtualHost>\n`;
}

function emitted(
  text: string,
  path: string,
  policy: CorsPolicy = POLICY,
  file = 'a.conf',
): Emission {
  return emit(policy, { origin: 'http://api.example.com', path, upstream: '' }, { file, text });
}

function after(text: string, path: string, policy?: CorsPolicy, file?: string): string {
  const emission = emitted(text, path, policy, file);
  if (emission.kind === 'cannot') throw new Error(emission.reasons.join(' '));
  return applyChanges(text, emission.changes);
}

function reasons(text: string, path: string, file?: string): string {
  const emission = emitted(text, path, POLICY, file);
  return emission.kind === 'cannot' ? emission.reasons.join(' ') : '';
}

const rules = (text: string, file = 'a.conf'): string[] =>
  read({ file, text }).problems.map(({ rule }) => rule);

describe('reading', () => {
  it('joins lines, and knows where words of them stand', () => {
    const text = host(
      `# Header set ${ALLOW} a \\\n ignored\nHeader set \\\r\n  ${ALLOW} \\\n  "https://a b"`,
    );
    const [problem] = read({ file: 'a.conf', text }).problems.filter(
      ({ rule }) => rule === 'origin-list-in-one-header',
    );
    const { start, end } = problem?.span ?? { start: 0, end: 0 };
    expect(text.slice(start, end)).toMatch(/^Header set \\[^]*"https:\/\/a b"$/);
  });

  it.each([
    ['<VirtualHost *:80>\nServerName a\n', 'apache-syntax'],
    ['ServerName a\n</Location>\n', 'apache-syntax'],
    ['ServerName a\n<Location /\n</Location>\n', 'apache-syntax'],
    ['ServerName a\nInclude sites/*.conf\n', 'include-not-read'],
    ['ServerName a\n<If "-R \'10.0.0.0/8\'">\n</If>\n', 'not-simulated'],
    ['ServerName a\nErrorDocument 404 /404.html\n', 'not-simulated'],
    [`ServerName a\nHeader always set ${ALLOW} "\${HOME}"\n`, 'not-simulated'],
    ['ServerName a\nRequire ip 10.0.0.1\n', 'not-simulated'],
  ])('%j: %s', (text, rule) => {
    expect(rules(text)).toEqual([rule]);
  });

  it('takes the policy from what people write by hand', () => {
    const text = host(
      `SetEnvIf Origin "^https?://(?:www|[a-z0-9-]+\\.eu)\\.example\\.org$" OK=$0\nSetEnvIf Origin ^${APP.replaceAll('.', '\\.')}$ OK=$0\n<IfModule headers_module>\nHeader always set ${ALLOW} %{OK}e env=OK\nHeader always merge Vary Origin\nHeader always set Access-Control-Expose-Headers "ETag, X-Total" env=OK\n</IfModule>`,
    );
    const [route] = read({ file: 'a.conf', text }).value?.routes ?? [];
    expect(route?.policy?.origins.map(writeAllowedOrigin)).toEqual([
      'http://www.example.org',
      'http://*.eu.example.org',
      'https://www.example.org',
      'https://*.eu.example.org',
      APP,
    ]);
    expect(route?.policy?.exposedHeaders).toEqual(['etag', 'x-total']);
    expect(rules(text)).toEqual([]);
  });

  it('says of what it cannot tell that it cannot', () => {
    const text = host(
      `Header always set ${ALLOW} "expr=%{HTTP:Origin}" "expr=%{HTTP:Origin} =~ /x/"`,
    );
    const [route] = read({ file: 'a.conf', text }).value?.routes ?? [];
    expect(route?.policy).toBeNull();
    expect(route?.notes).toHaveLength(1);
  });

  it.each([
    ['RewriteEngine On\n', 'x', true],
    ['Header set X-A b\n', 'x', true],
    ['anything', 'a/.htaccess', true],
    ['header /a X-A b\n', 'Caddyfile', false],
    ['server { listen 80; }\n', 'nginx.conf', false],
    ['header:\n  set: a\n', 'a.yaml', false],
  ])('recognises %j in %s: %s', (text, file, is) => {
    expect(recognises({ file, text })).toBe(is);
  });
});

describe('findings', () => {
  const login = 'AuthType Basic\nAuthName a\nRequire valid-user';
  it.each([
    [`Header set ${ALLOW} "*"`, 'header-without-always'],
    [`Header always add ${ALLOW} "*"`, 'header-added'],
    [`Header set ${ALLOW} "*"\nHeader always set ${ALLOW} "*"`, 'origin-in-both-tables'],
    [
      `Header always set ${ALLOW} "*"\nHeader always set Access-Control-Allow-Credentials true`,
      'wildcard-with-credentials',
    ],
    [`Header always set ${ALLOW} "${APP}/"`, 'origin-not-valid'],
    [`Header always set ${ALLOW} "https://*.example.com"`, 'origin-pattern-sent-literally'],
    [`Header always set ${ALLOW} "${APP}, https://b.example"`, 'origin-list-in-one-header'],
    [`Header always set ${ALLOW} "expr=%{HTTP:Origin}"`, 'reflects-any-origin'],
    [
      `SetEnvIf Origin "(.*)" OK=$0\nHeader always set ${ALLOW} "%{OK}e" env=OK`,
      'reflects-any-origin',
    ],
    [
      `SetEnvIf Origin "^${APP}$" OK=$0\nHeader always set ${ALLOW} "%{OK}e" env=OK`,
      'vary-missing',
    ],
    [
      `SetEnvIf Origin "^https://.+" OK=$0\nHeader always set ${ALLOW} "%{OK}e" env=OK`,
      'origin-pattern-too-wide',
    ],
    [
      `SetEnvIf Origin "^${APP}$" OK=$0\nHeader always set ${ALLOW} "%{OK}e" env=OK`,
      'origin-pattern-too-wide',
    ],
    [
      `SetEnvIf Origin "${APP.replace(/\..*/, '')}" OK=$0\nHeader always set ${ALLOW} "%{OK}e" env=OK`,
      'pattern-taken-literally',
    ],
    [`SetEnvIf Origin "^a$" OK=$0\nHeader always set ${ALLOW} "%{OK}e"`, 'header-sends-null'],
    [`Header always set ${ALLOW} "%{HTTP_ORIGIN}e" env=HTTP_ORIGIN`, 'variable-not-set'],
    [
      `<Location "/">\n<Limit OPTIONS>\nHeader always set ${ALLOW} "*"\n</Limit>\n</Location>`,
      'header-in-limit',
    ],
    [
      `<Location "/">\nHeader always set ${ALLOW} "*"\n${login}\n</Location>`,
      'preflight-needs-authentication',
    ],
    [
      `Header always set ${ALLOW} "*"\nRewriteEngine On\nRewriteRule ^ https://%{HTTP_HOST}/ [R=301]`,
      'preflight-redirected',
    ],
    [
      `Header set ${ALLOW} "${APP}"\nRewriteEngine On\nRewriteCond %{REQUEST_METHOD} OPTIONS\nRewriteRule ^ - [R=204]`,
      'preflight-without-allow-origin',
    ],
  ])('%j: %s', (inside, rule) => {
    expect(rules(host(inside))).toContain(rule);
  });

  it('are none in what is emitted', () => {
    const policy = corsPolicy({
      ...POLICY,
      credentials: true,
      exposedHeaders: ['etag'],
      maxAge: 60,
    });
    expect(rules(after(host(`<Location "/v1">\n${login}\n</Location>`), '/v1', policy))).toEqual(
      [],
    );
    expect(rules(after('', '/', policy, '.htaccess'), '.htaccess')).toEqual([]);
  });
});

describe('emitting', () => {
  it('says why it cannot', () => {
    expect(reasons('RewriteEngine On\n', '/v1', '.htaccess')).toContain('all of its folder');
    expect(reasons('AuthType Basic\nRequire valid-user\n', '/', '.htaccess')).toContain(
      'access control',
    );
    expect(reasons(host('RewriteEngine Off'), '/')).toContain('RewriteEngine is off');
    expect(reasons(host('RewriteRule ^/a /b'), '/')).toContain('RewriteEngine is off');
    const cors = `Header always set ${ALLOW} "*"`;
    expect(reasons(host(`<If "true">\n${cors}\n</If>`), '/v1')).toContain('<If "true">');
    const later = `<Location "/v1">\n</Location>\n<LocationMatch "^/v">\n${cors}\n</LocationMatch>`;
    expect(reasons(host(later), '/v1')).toContain('comes after');
    const first = `<Location "/v1/a">\n${cors}\n</Location>\n<Location "/v1">\n</Location>`;
    expect(reasons(host(first), '/v1')).toContain('move it down');
    expect(reasons(host(''), '/v1/*')).toContain('take for a pattern');
    expect(reasons('<VirtualHost *:80>\n', '/')).toContain('does not parse');
  });

  it('keeps a variable that others use, and takes another name', () => {
    const text = host(
      `SetEnvIf Origin "^https://b$" CORS_ORIGIN_V1=$0\n<Location "/b">\nHeader always set ${ALLOW} %{CORS_ORIGIN_V1}e env=CORS_ORIGIN_V1\n</Location>`,
    );
    const now = after(text, '/v1');
    expect(now).toContain('CORS_ORIGIN_V1=$0');
    expect(now).toContain('" CORS_ORIGIN_V1_2=$0');
    expect(after(now, '/v1')).toBe(now);
  });

  it('gives each path a variable of its own', () => {
    const names = ['/a/b', '/a-b', '/a_b', '/A/b', '/'].map(
      (path) => /(\w+)=\$0/.exec(after(host(''), path))?.[1],
    );
    expect(new Set(names).size).toBe(5);
  });

  it('answers preflights before redirects and rules of the server', () => {
    const text = after(
      host(
        'RewriteEngine On\nRewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301]',
      ),
      '/v1',
    );
    const request: NetworkRequest = {
      kind: 'preflight',
      url: 'http://api.example.com/v1',
      method: 'OPTIONS',
      headers: [
        ['origin', APP],
        ['access-control-request-method', 'PUT'],
      ],
      body: null,
      credentials: false,
      redirectCount: 0,
    };
    expect(read({ file: 'a.conf', text }).value?.simulate(request, plainUpstream).status).toBe(204);
  });

  it('takes the whole set-up of a blog out, with the sections around it', () => {
    const blog = `<IfModule mod_headers.c>\nHeader set ${ALLOW} "*"\n</IfModule>\nRewriteEngine On\nRewriteCond %{REQUEST_METHOD} OPTIONS\nRewriteRule ^(.*)$ $1 [R=200,L]`;
    const now = after(host(blog), '/');
    expect(now).not.toContain('IfModule');
    expect(now).not.toContain('R=200');
    expect(after(now, '/', corsPolicy())).not.toMatch(/access-control/i);
    expect(
      after(after(blog, '/', POLICY, '.htaccess'), '/', corsPolicy(), '.htaccess'),
    ).not.toMatch(/access-control/i);
  });

  it('puts a section before those below it, which keep what they say', () => {
    const inner = `<LocationMatch "^/v1/a">\nHeader always set ${ALLOW} "*"\n</LocationMatch>`;
    const now = after(host(inner), '/v1');
    expect(now.indexOf('<Location "/v1">')).toBeLessThan(now.indexOf('<LocationMatch'));
  });

  it('says which sections and errors it does not reach', () => {
    const text = host(
      `ErrorDocument 404 /404.html\n<Location "/v1/admin">\nHeader set ${ALLOW} "*"\n</Location>`,
    );
    const emission = emitted(text, '/v1');
    const notes = emission.kind === 'change' ? emission.notes.join(' ') : '';
    expect(notes).toContain('/v1/admin');
    expect(notes).toContain('ErrorDocument');
    expect(notes).toContain('a2enmod');
    const other = emitted(host('').replace('api.', 'www.'), '/');
    expect(other.kind === 'change' ? other.notes.join(' ') : '').toContain('named api.example.com');
  });
});
