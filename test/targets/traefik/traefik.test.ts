import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { plainUpstream } from '../../../src/targets/index.js';
import { target } from '../../../src/targets/traefik/index.js';
import { readRule } from '../../../src/targets/traefik/rule.js';

function file(headers: string, chain = '[cors]'): string {
  return `http:
  routers:
    api: { rule: "Host(\`api.example.com\`)", service: api, middlewares: ${chain} }
  middlewares:
    cors: { headers: ${headers} }
    login: { basicAuth: { users: [] } }
`;
}

function ask(
  text: string,
  method: string,
  origin: string | null,
): { status: number; by: string; get: (name: string) => string | undefined } {
  const { value } = target.read({ file: 't.yaml', text });
  const request: NetworkRequest = {
    kind: 'request',
    url: 'https://api.example.com/',
    method,
    headers: [
      ...(origin === null ? [] : [['origin', origin] as const]),
      ...(method === 'OPTIONS' ? [['access-control-request-method', 'PUT'] as const] : []),
    ],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const { status, headers, answeredBy } = value!.simulate(request, plainUpstream);
  return {
    status,
    by: answeredBy,
    get: (name) => headers.find((each) => each.name.toLowerCase() === name)?.value,
  };
}

const ALLOW = 'access-control-allow-origin';

// traefik/traefik, pkg/middlewares/headers/header_test.go has cases of the same kind.
describe('the headers middleware', () => {
  it('answers every preflight with 200, for others without Allow-Origin', () => {
    const text = file(
      '{ accessControlAllowOriginList: ["https://a.example"], accessControlAllowMethods: [PUT] }',
    );
    const own = ask(text, 'OPTIONS', 'https://a.example');
    expect([own.status, own.by, own.get(ALLOW), own.get('access-control-max-age')]).toEqual([
      200,
      'server',
      'https://a.example',
      '0',
    ]);
    const other = ask(text, 'OPTIONS', 'https://b.example');
    expect([other.status, other.get(ALLOW), other.get('access-control-allow-methods')]).toEqual([
      200,
      undefined,
      'PUT',
    ]);
  });

  it.each([
    ['{ accessControlAllowOriginList: ["*"] }', 'https://a.example', '*'],
    [
      '{ accessControlAllowOriginList: ["*"], accessControlAllowCredentials: true }',
      'https://a.example',
      'https://a.example',
    ],
    [
      '{ accessControlAllowOriginListRegex: ["a\\\\.example"] }',
      'https://a.example.evil.test',
      'https://a.example.evil.test',
    ],
    [
      '{ accessControlAllowOriginListRegex: ["^https://a\\\\.example$"] }',
      'https://a.example.evil.test',
      undefined,
    ],
  ])('%s to %s: %s', (headers, origin, expected) => {
    expect(ask(file(headers), 'GET', origin).get(ALLOW)).toBe(expected);
  });

  it('is no help behind a login', () => {
    const cors = '{ accessControlAllowOriginList: ["https://a.example"] }';
    expect(ask(file(cors, '[login, cors]'), 'OPTIONS', 'https://a.example').status).toBe(401);
    expect(ask(file(cors, '[cors, login]'), 'OPTIONS', 'https://a.example').status).toBe(200);
    const denied = ask(file(cors, '[cors, login]'), 'GET', 'https://a.example');
    expect([denied.status, denied.get(ALLOW)]).toEqual([401, 'https://a.example']);
  });

  it('sets headers of the user’s on what comes back, before its own', () => {
    const custom = 'customResponseHeaders: { Access-Control-Allow-Origin: "*" }';
    const alone = file(`{ ${custom} }`);
    expect(ask(alone, 'GET', 'https://b.example').get(ALLOW)).toBe('*');
    expect(ask(alone, 'OPTIONS', 'https://b.example')).toMatchObject({
      status: 405,
      by: 'upstream',
    });
    const both = file(`{ ${custom}, accessControlAllowOriginList: ["https://a.example"] }`);
    expect(ask(both, 'GET', 'https://a.example').get(ALLOW)).toBe('https://a.example');
    expect(ask(both, 'GET', 'https://b.example').get(ALLOW)).toBe('*');
    const emission = target.emit(
      corsPolicy({ origins: [exactOrigin('https://a.example')] }),
      { origin: 'https://api.example.com', path: '/', upstream: '' },
      { file: 't', text: alone },
    );
    expect(emission.kind === 'cannot' && emission.reasons[0]).toContain('take them out first');
    expect(target.read({ file: 't', text: alone }).problems.map(({ rule }) => rule)).toEqual([
      'cors-header-for-everybody',
    ]);
  });

  it('is linted', () => {
    const rules = (headers: string): readonly string[] =>
      target.read({ file: 't', text: file(headers) }).problems.map(({ rule }) => rule);
    expect(
      rules('{ accessControlAllowOriginList: ["*"], accessControlAllowCredentials: true }'),
    ).toEqual(['any-origin-with-credentials']);
    expect(
      rules('{ accessControlAllowOriginList: ["https://a.example/"], addVaryHeader: true }'),
    ).toEqual(['allow-origin-not-valid']);
    expect(
      rules('{ accessControlAllowOriginListRegex: [".*a\\\\.example"], addVaryHeader: true }'),
    ).toEqual(['origin-pattern-unanchored']);
    expect(rules('{ accessControlAllowOriginList: ["https://a.example"] }')).toEqual([
      'vary-missing',
    ]);
    expect(
      rules('{ accessControlAllowOriginList: ["https://a.example"], addVaryHeader: true }'),
    ).toEqual([]);
  });
});

describe('a rule', () => {
  it.each([
    ['Host(`a`) && PathPrefix(`/b`)', false],
    ['Host(`a`, `b`)', false],
    ['Host(`a`) && (Path(`/b`) || PathPrefix(`/b/`))', false],
    ['Host(`a`) || PathPrefix(`/b`)', true],
    ['Host(`a`) && !Path(`/b`)', true],
    ['Host(`a`) && Header(`x`, `y`)', true],
    ['HostRegexp(`.*`)', true],
  ])('%s is odd: %s', (text, odd) => {
    expect(readRule(text).odd).toBe(odd);
  });
});
