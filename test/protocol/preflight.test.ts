import { describe, expect, it } from 'vitest';
import type { FetchRequest, HeaderList } from '../../src/protocol/index.js';
import { answers, API, codes, ending, OPEN, PAGE, response, run, seen } from './support/run.js';

const METHODS = 'Access-Control-Allow-Methods';
const HEADERS = 'Access-Control-Allow-Headers';
const PUT = { method: 'PUT' };
const X: Partial<FetchRequest> = { headers: [['X-Custom', '1']] };

/** Runs with a preflight that passes the CORS check and has these headers besides. */
function judged(asked: Partial<FetchRequest>, headers: HeaderList, status = 204): string {
  const include = asked.credentials === 'include';
  const check: HeaderList = [
    ['Access-Control-Allow-Origin', include ? PAGE : '*'],
    ['Access-Control-Allow-Credentials', 'true'],
  ];
  const preflight = response([...check, ...headers], status);
  return ending(run(asked, answers(preflight, response(check))));
}

describe('whether a preflight is sent, and why', () => {
  it.each<readonly [string, Partial<FetchRequest>, object]>([
    ['the method', PUT, { method: 'PUT', headers: [], why: [], uploadListeners: false }],
    ['a header', X, { method: null, headers: ['x-custom'], why: ['name'], uploadListeners: false }],
    [
      'both',
      { ...PUT, ...X },
      { method: 'PUT', headers: ['x-custom'], why: ['name'], uploadListeners: false },
    ],
    [
      'listeners for an upload',
      { method: 'POST', initiator: 'xhr', uploadListeners: true },
      { method: null, headers: [], why: [], uploadListeners: true },
    ],
  ])('%s', (_what, asked, data) => {
    const outcome = run(asked, OPEN);
    expect(outcome.exchanges).toHaveLength(2);
    expect(outcome.trace.find(({ code }) => code === 'preflight-needed')?.data).toEqual(data);
  });

  it('is not for a simple request', () => {
    const outcome = run({ method: 'POST', body: 'x', credentials: 'include' }, OPEN);
    expect(seen(outcome)).toEqual([`request POST ${API}`]);
    expect(codes(outcome)).toContain('preflight-not-needed');
  });

  it('asks with exactly what the standard says, without credentials', () => {
    const headers: HeaderList = [
      ['X-Custom', '1'],
      ['Content-Type', 'application/json'],
    ];
    const url = 'https://api.example/a?b#c';
    const asked = { ...PUT, headers, url, credentials: 'include' as const, body: '{}' };
    expect(run(asked, OPEN).exchanges[0]?.request).toEqual({
      kind: 'preflight',
      url: 'https://api.example/a?b',
      method: 'OPTIONS',
      headers: [
        ['accept', '*/*'],
        ['access-control-request-method', 'PUT'],
        ['access-control-request-headers', 'content-type,x-custom'],
        ['origin', PAGE],
      ],
      body: null,
      credentials: false,
      redirectCount: 0,
    });
  });
});

describe('the status of a preflight', () => {
  const allow: HeaderList = [[METHODS, 'PUT']];
  it.each([
    [199, 'preflight-status-not-ok'],
    [200, 'allowed'],
    [204, 'allowed'],
    [299, 'allowed'],
    [300, 'preflight-status-not-ok'],
    [304, 'preflight-status-not-ok'],
    [401, 'preflight-status-not-ok'],
    [404, 'preflight-status-not-ok'],
    [405, 'preflight-status-not-ok'],
    [500, 'preflight-status-not-ok'],
    [301, 'preflight-status-not-ok'],
  ])('%i: %s', (status, expected) => {
    expect(judged(PUT, allow, status)).toBe(expected);
  });

  it.each([301, 302, 303, 307, 308])('%i with Location is a redirect', (status) => {
    expect(judged(PUT, [...allow, ['Location', API]], status)).toBe('preflight-redirect');
  });

  it.each([
    [404, 'allow-origin-missing'],
    [302, 'allow-origin-missing'],
  ])('%i comes after the CORS check', (status, expected) => {
    const preflight = response([['Location', API]], status);
    expect(ending(run(PUT, answers(preflight)))).toBe(expected);
  });

  it('does not tell what the CORS check did not pass', () => {
    expect(codes(run(PUT, answers(response([], 404))))).not.toContain('allow-origin-wildcard');
    const refused = run(PUT, answers(response([['Access-Control-Allow-Origin', '*']], 404)));
    expect(codes(refused)).toContain('allow-origin-wildcard');
  });
});

describe('Access-Control-Allow-Methods', () => {
  it.each<readonly [string, string, string]>([
    ['PUT', 'PUT', 'allowed'],
    ['PUT', 'GET, PUT', 'allowed'],
    ['PUT', ' ,\tPUT ,, ', 'allowed'],
    ['PUT', 'put', 'method-not-allowed'],
    ['PUT', '', 'method-not-allowed'],
    ['PUT', ',', 'method-not-allowed'],
    ['PUT', '*', 'allowed'],
    ['PUT', 'GET, *', 'allowed'],
    ['PUT', 'PUT;', 'allow-methods-malformed'],
    ['PUT', 'PUT DELETE', 'allow-methods-malformed'],
    ['PUT', '"PUT"', 'allow-methods-malformed'],
    ['PUT', 'PUT, @', 'allow-methods-malformed'],
    ['PUT', 'PUT\u00e9', 'allow-methods-malformed'],
    ['POST', '', 'allowed'],
    ['POST', '@', 'allow-methods-malformed'],
  ])('%s where %j: %s', (method, value, expected) => {
    expect(
      judged({ method, ...X }, [
        [METHODS, value],
        [HEADERS, '*'],
      ]),
    ).toBe(expected);
  });

  it('may be absent for a safelisted method only', () => {
    expect(judged({ method: 'HEAD', ...X }, [[HEADERS, 'x-custom']])).toBe('allowed');
    expect(judged(PUT, [])).toBe('method-not-allowed');
  });

  it('may come in several lines', () => {
    expect(
      judged(PUT, [
        [METHODS, 'GET'],
        [METHODS.toLowerCase(), 'PUT'],
      ]),
    ).toBe('allowed');
    expect(
      judged(PUT, [
        [METHODS, 'PUT'],
        [METHODS, '@'],
      ]),
    ).toBe('allow-methods-malformed');
  });

  it('* is a name like any other with credentials', () => {
    const include = { credentials: 'include' as const };
    expect(judged({ ...PUT, ...include }, [[METHODS, '*']])).toBe('method-not-allowed');
    expect(judged({ ...PUT, ...include }, [[METHODS, '*, PUT']])).toBe('allowed');
    expect(judged({ method: '*', ...include }, [[METHODS, '*']])).toBe('allowed');
  });
});

describe('Access-Control-Allow-Headers', () => {
  it.each<readonly [string, string]>([
    ['X-Custom', 'allowed'],
    ['x-cUSTOM', 'allowed'],
    ['a, X-Custom', 'allowed'],
    ['*', 'allowed'],
    ['', 'header-not-allowed'],
    ['x-custom2', 'header-not-allowed'],
    ['x custom', 'allow-headers-malformed'],
    ['x-custom;', 'allow-headers-malformed'],
    ['x-custom: 1', 'allow-headers-malformed'],
    ['[x-custom]', 'allow-headers-malformed'],
  ])('%j: %s', (value, expected) => {
    expect(judged(X, [[HEADERS, value]])).toBe(expected);
  });

  it('* is a name like any other with credentials', () => {
    const include = { credentials: 'include' as const };
    expect(judged({ ...X, ...include }, [[HEADERS, '*']])).toBe('header-not-allowed');
    expect(judged({ headers: [['*', '1']], ...include }, [[HEADERS, '*']])).toBe('allowed');
  });

  it('* never covers Authorization', () => {
    const asked: Partial<FetchRequest> = { headers: [['Authorization', 'Bearer x']] };
    expect(judged(asked, [[HEADERS, '*']])).toBe('header-not-allowed');
    expect(judged(asked, [[HEADERS, '*, authorization']])).toBe('allowed');
  });

  it('names the first that is not allowed, and all of them', () => {
    const asked: Partial<FetchRequest> = {
      headers: [
        ['c', ''],
        ['b', ''],
        ['a', ''],
      ],
    };
    const preflight = response([
      ['Access-Control-Allow-Origin', '*'],
      [HEADERS, 'b'],
    ]);
    expect(run(asked, answers(preflight)).failure?.details).toEqual({
      header: 'access-control-allow-headers',
      value: 'b',
      status: 200,
      name: 'a',
      names: ['a', 'c'],
    });
  });

  it('is parsed before the method is looked up', () => {
    expect(
      judged({ ...PUT, ...X }, [
        [METHODS, 'GET'],
        [HEADERS, '@'],
      ]),
    ).toBe('allow-headers-malformed');
    expect(
      judged({ ...PUT, ...X }, [
        [METHODS, 'GET'],
        [HEADERS, 'y'],
      ]),
    ).toBe('method-not-allowed');
    expect(
      judged({ ...PUT, ...X }, [
        [METHODS, '@'],
        [HEADERS, '@'],
      ]),
    ).toBe('allow-methods-malformed');
  });
});

describe('the request after its preflight', () => {
  it('needs a CORS check of its own', () => {
    const outcome = run(PUT, answers(OPEN, response([])));
    expect(outcome.failure).toMatchObject({ code: 'allow-origin-missing', during: 'response' });
    expect(seen(outcome)).toEqual([`preflight OPTIONS ${API}`, `request PUT ${API}`]);
  });

  it('is not sent where the preflight refuses it', () => {
    expect(seen(run(PUT, answers(response([]))))).toEqual([`preflight OPTIONS ${API}`]);
  });
});
