import { describe, expect, it } from 'vitest';
import { TARGETS } from '../../../src/targets/index.js';

const { nginx } = TARGETS;
if (nginx.kind !== 'file') throw new Error('nginx is configured by a file');
const { read } = nginx;

function findings(inside: string, http = ''): string[] {
  const text = `http {\n${http}\nserver { listen 80; server_name api.example.com;\n${inside}\n} }\n`;
  return read({ file: 'nginx.conf', text }).problems.map(
    ({ rule, severity, span }) => `${severity} ${rule}: ${text.slice(span.start, span.end).trim()}`,
  );
}

const at = (directives: string): string[] =>
  findings(`location / { ${directives} proxy_pass http://a; }`);

describe('what is wrong with CORS in nginx', () => {
  it.each([
    String.raw`^https://app\.example\.com`,
    String.raw`https://app\.example\.com$`,
    String.raw`(https?://.*\.example\.com)$`,
    String.raw`^https://app.example\.com$`,
  ])('an if lets more in than it looks: %s', (pattern) => {
    const echo = 'add_header Access-Control-Allow-Origin $http_origin always;';
    const vary = 'add_header Vary Origin always;';
    const found = `error origin-pattern-too-wide: if ($http_origin ~* "${pattern}")`;
    expect(at(`if ($http_origin ~* "${pattern}") { ${echo} ${vary} }`)).toEqual([found]);
    expect(at(`if ($http_origin ~* "${pattern}") { set $cors true; }`)).toEqual([found]);
  });

  it.each([
    String.raw`if ($http_origin ~ ^https://app\.example\.com$) { set $cors true; }`,
    String.raw`if ($http_origin ~ ^(https://a\.test|https://b\.test)$) { set $cors true; }`,
    String.raw`if ($http_origin ~ (^https://a\.test$)) { set $cors true; }`,
    String.raw`if ($http_origin ~ evil) { return 403; }`,
    String.raw`if ($http_origin !~ https://app) { return 403; }`,
    String.raw`if ($uri ~ app) { set $cors true; }`,
  ])('not so: %s', (text) => {
    expect(at(text)).toEqual([]);
  });

  it('finds a pattern of a map whatever way its variable is written', () => {
    const map = 'map $http_origin $allowed { "~example.com" $http_origin; }';
    const line = 'add_header Access-Control-Allow-Origin "${allowed}" always;';
    const found = findings(`${line} add_header Vary Origin always;`, map);
    expect(found).toEqual(['error origin-pattern-too-wide: "~example.com" $http_origin;']);
  });

  it('finds "*" with credentials in more_set_headers, in one line or two', () => {
    const one = `more_set_headers 'Access-Control-Allow-Origin: *' 'Access-Control-Allow-Credentials: true';`;
    expect(at(one)).toEqual([`error wildcard-with-credentials: ${one}`]);
    const origin = `more_set_headers 'Access-Control-Allow-Origin: *';`;
    const both = `${origin} more_set_headers -s 200 'Access-Control-Allow-Credentials: true';`;
    expect(at(both)).toEqual([`error wildcard-with-credentials: ${origin}`]);
    const around = `more_set_headers 'Access-Control-Allow-Credentials: true';`;
    expect(findings(`${around} location / { ${origin} }`)).toEqual([
      `error wildcard-with-credentials: ${origin}`,
    ]);
  });

  it('finds what an if and a server set', () => {
    const line = 'add_header Access-Control-Allow-Origin https://app.example.com/;';
    expect(at(`if ($request_method = OPTIONS) { ${line} return 204; }`)).toEqual([
      `error origin-not-valid: ${line}`,
    ]);
    expect(findings(`${line} location / { proxy_pass http://a; }`)).toEqual([
      `warning add-header-without-always: ${line}`,
      `error origin-not-valid: ${line}`,
    ]);
  });

  it('finds an origin that both modules send', () => {
    const line = 'add_header Access-Control-Allow-Origin * always;';
    expect(at(`${line} more_set_headers 'Access-Control-Allow-Origin: *';`)).toEqual([
      `error add-header-doubles: ${line}`,
    ]);
  });

  it.each([
    ['get, put', ['error']],
    ['GET, Patch', ['warning']],
    ['GET, PUT, mkcol', []],
    ['$methods', []],
  ])('methods %s: %j', (methods, severities) => {
    const line = `add_header Access-Control-Allow-Methods "${methods}" always;`;
    const rule = `methods-in-lower-case: ${line}`;
    expect(at(line)).toEqual(severities.map((severity) => `${severity} ${rule}`));
    const more = `more_set_headers 'Access-Control-Allow-Methods: ${methods}';`;
    expect(at(more)).toHaveLength(severities.length);
  });

  it('says what it takes for granted', () => {
    expect(at('try_files $uri /index.html; auth_request /auth; satisfy any;')).toEqual([
      'note not-simulated: try_files $uri /index.html;',
      'note not-simulated: auth_request /auth;',
      'note not-simulated: satisfy any;',
    ]);
    expect(at('auth_request off; limit_except GET { deny all; } error_page 404 /a;')).toEqual([]);
  });
});
