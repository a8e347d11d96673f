import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin, readAllowedOrigin } from '../../../src/policy/index.js';
import { fetchRequest, type Header } from '../../../src/protocol/index.js';
import { applyChanges, plainUpstream, TARGETS } from '../../../src/targets/index.js';

const target = TARGETS['gateway-api'];
if (target.kind !== 'file') throw new Error('gateway-api reads files');
const { read, emit, skeleton } = target;
const PLACE = { origin: 'https://api.example.com', path: '/', upstream: 'http://api' };
const APP = 'https://app.example.com';

function route(cors: string): string {
  return `${skeleton(PLACE)}      filters:\n        - type: CORS\n          cors: ${cors}\n`;
}

function ask(
  text: string,
  method: string,
  headers: readonly Header[],
): (name: string) => string | undefined {
  const { value } = read({ file: 'r', text });
  const request = {
    ...fetchRequest('https://api.example.com/x', { method }),
    kind: 'request',
    headers,
    credentials: false,
    redirectCount: 0,
  } as const;
  const answer = value!.simulate(request, plainUpstream);
  return (name) =>
    name === 'status'
      ? String(answer.status)
      : answer.headers.find((header) => header.name.toLowerCase() === name)?.value;
}

const PREFLIGHT: readonly Header[] = [
  ['origin', APP],
  ['access-control-request-method', 'PUT'],
  ['access-control-request-headers', 'x-a'],
];

// The cases of the project's own conformance test, httproute-cors.go.
describe('the filter', () => {
  it('answers a preflight with what it allows, for 5 seconds by default', () => {
    const get = ask(
      route(`{ allowOrigins: ["${APP}"], allowMethods: [PUT], allowHeaders: [x-a] }`),
      'OPTIONS',
      PREFLIGHT,
    );
    expect(
      [
        'status',
        'access-control-allow-origin',
        'access-control-allow-methods',
        'access-control-max-age',
        'access-control-allow-credentials',
      ].map(get),
    ).toEqual(['204', APP, 'PUT', '5', undefined]);
  });

  it('says nothing to others', () => {
    const get = ask(route('{ allowOrigins: ["https://b.example"] }'), 'OPTIONS', PREFLIGHT);
    expect(get('access-control-allow-origin')).toBeUndefined();
  });

  it('takes a wildcard for any number of labels', () => {
    const text = route('{ allowOrigins: ["https://*.example.com"] }');
    const at = (origin: string): string | undefined =>
      ask(text, 'GET', [['origin', origin]])('access-control-allow-origin');
    expect([
      at('https://a.example.com'),
      at('https://a.b.example.com'),
      at('https://example.com'),
    ]).toEqual(['https://a.example.com', 'https://a.b.example.com', undefined]);
  });

  it('sends * as it stands without credentials, and echoes with them', () => {
    const cors = '{ allowOrigins: ["*"], allowMethods: ["*"], allowHeaders: ["*"] }';
    const open = ask(route(cors), 'OPTIONS', PREFLIGHT);
    expect(
      [
        'access-control-allow-origin',
        'access-control-allow-methods',
        'access-control-allow-headers',
      ].map(open),
    ).toEqual(['*', '*', '*']);
    const echoing = ask(
      route(cors.replace('}', ', allowCredentials: true }')),
      'OPTIONS',
      PREFLIGHT,
    );
    expect(
      [
        'access-control-allow-origin',
        'access-control-allow-methods',
        'access-control-allow-headers',
      ].map(echoing),
    ).toEqual([APP, 'PUT', 'x-a']);
  });
});

describe('lint', () => {
  it.each([
    ['{ allowOrigins: ["*"], allowCredentials: true }', 'any-origin-with-credentials'],
    [`{ allowOrigins: ["${APP}/"] }`, 'allow-origin-not-valid'],
    [`{ allowOrigins: ["${APP}"], allowCredentials: true }`, undefined],
  ])('%s: %s', (cors, rule) => {
    expect(read({ file: 'r', text: route(cors) }).problems[0]?.rule).toBe(rule);
  });
});

describe('emit', () => {
  it('says all that it cannot', () => {
    const policy = corsPolicy({
      origins: [
        readAllowedOrigin('https://*.example.com').value!,
        { kind: 'null' },
        exactOrigin('http://[::1]:3000'),
      ],
      methods: ['REPORT'],
      maxAge: 0,
      privateNetwork: true,
    });
    const emission = emit(policy, PLACE, { file: 'r', text: skeleton(PLACE) });
    expect(emission.kind === 'cannot' && emission.reasons).toHaveLength(6);
  });

  it('does not put a filter where no preflight comes', () => {
    const text = skeleton(PLACE).replace(
      '            value: /',
      '            value: /\n          method: GET',
    );
    const emission = emit(corsPolicy({ origins: [exactOrigin(APP)] }), PLACE, { file: 'r', text });
    expect(emission.kind === 'cannot' && emission.reasons[0]).toContain('for GET alone');
  });

  it('takes the filter out for nobody, and leaves the others', () => {
    const text = route(`{ allowOrigins: ["${APP}"] }`).replace(
      '        - type: CORS',
      '        - type: URLRewrite\n        - type: CORS',
    );
    const emission = emit(corsPolicy(), PLACE, { file: 'r', text });
    if (emission.kind !== 'change') throw new Error('cannot');
    const after = applyChanges(text, emission.changes);
    expect(after).toContain('type: URLRewrite');
    expect(after).not.toContain('CORS');
  });
});
