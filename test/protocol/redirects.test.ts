import { describe, expect, it } from 'vitest';
import type { FetchRequest, HeaderList, NetworkResult } from '../../src/protocol/index.js';
import { codes, ending, OPEN, page, PAGE, response, run, seen, sent } from './support/run.js';

const A = 'https://a.example';
const B = 'https://b.example';
const ANY: HeaderList = [['Access-Control-Allow-Origin', '*']];
const PREFLIGHT: HeaderList = [
  ...ANY,
  ['Access-Control-Allow-Methods', '*'],
  ['Access-Control-Allow-Headers', '*, Authorization'],
];

/** Follows from URL to URL; each hop and the end allow any origin unless `bare` names it. */
function chain(
  urls: readonly string[],
  {
    bare,
    status = 302,
    asked = {},
    origin = PAGE,
  }: {
    readonly bare?: string;
    readonly status?: number;
    readonly asked?: Partial<FetchRequest>;
    readonly origin?: string;
  } = {},
) {
  const answer = ({
    url,
    kind,
    redirectCount,
  }: {
    url: string;
    kind: string;
    redirectCount: number;
  }): NetworkResult => {
    if (kind === 'preflight') return response(PREFLIGHT);
    const headers = url === bare ? [] : ANY;
    const next = urls[redirectCount + 1];
    return next === undefined
      ? response(headers)
      : response([...headers, ['Location', next]], status);
  };
  return run({ url: urls[0]!, ...asked }, answer, page({ origin }));
}

describe('redirects and the origin', () => {
  it.each<readonly [string, readonly string[], readonly (string | null)[]]>([
    ['same origin', [`${PAGE}/1`, `${PAGE}/2`], [null, null]],
    ['away', [`${PAGE}/1`, `${A}/2`], [null, PAGE]],
    ['away and back', [`${PAGE}/1`, `${A}/2`, `${PAGE}/3`], [null, PAGE, 'null']],
    ['within another origin', [`${A}/1`, `${A}/2`], [PAGE, PAGE]],
    ['from another origin to the page', [`${A}/1`, `${PAGE}/2`], [PAGE, 'null']],
    ['from one other origin to the next', [`${A}/1`, `${B}/2`], [PAGE, 'null']],
    ['another port is another origin', [`${A}/1`, `${A}:8443/2`], [PAGE, 'null']],
    ['null stays null', [`${A}/1`, `${B}/2`, `${B}/3`, `${A}/4`], [PAGE, 'null', 'null', 'null']],
  ])('%s', (_what, urls, origins) => {
    const outcome = chain(urls);
    expect(ending(outcome)).toBe('allowed');
    expect(outcome.response?.redirected).toBe(true);
    expect(outcome.exchanges.map((_, index) => sent(outcome, index, 'origin'))).toEqual(origins);
  });

  it('an opaque origin is null from the start', () => {
    const outcome = chain([`${A}/1`, `${A}/2`], { origin: 'null' });
    expect([0, 1].map((index) => sent(outcome, index, 'origin'))).toEqual(['null', 'null']);
  });

  it('a tainted origin must be allowed as null', () => {
    const answer =
      (allowed: string) =>
      ({ redirectCount }: { redirectCount: number }) =>
        redirectCount === 0
          ? response([...ANY, ['Location', `${B}/2`]], 302)
          : response([['Access-Control-Allow-Origin', allowed]]);
    expect(ending(run({ url: `${A}/1` }, answer(PAGE)))).toBe('allow-origin-mismatch');
    expect(ending(run({ url: `${A}/1` }, answer('null')))).toBe('allowed');
  });
});

describe('each hop', () => {
  it.each([0, 1, 2])('needs the CORS check: hop %i', (index) => {
    const urls = [`${A}/0`, `${A}/1`, `${B}/2`];
    const outcome = chain(urls, { bare: urls[index]! });
    expect(outcome.failure).toMatchObject({
      code: 'allow-origin-missing',
      exchange: index,
      url: urls[index],
    });
    expect(outcome.exchanges).toHaveLength(index + 1);
  });

  it('on the page’s own origin needs none, until the chain has left it', () => {
    const urls = [`${PAGE}/0`, `${A}/1`, `${PAGE}/2`];
    expect(ending(chain(urls, { bare: `${PAGE}/0` }))).toBe('allowed');
    expect(ending(chain(urls, { bare: `${PAGE}/2` }))).toBe('allow-origin-missing');
    const back = codes(chain(urls)).filter((code) => code.startsWith('response-tainting'));
    expect(back).toEqual([
      'response-tainting-basic',
      'response-tainting-cors',
      'response-tainting-cors',
    ]);
  });

  it('gets its own preflight', () => {
    const outcome = chain([`${A}/1`, `${B}/2`], { asked: { method: 'PUT' }, status: 307 });
    expect(seen(outcome)).toEqual([
      `preflight OPTIONS ${A}/1`,
      `request PUT ${A}/1`,
      `preflight OPTIONS ${B}/2`,
      `request PUT ${B}/2`,
    ]);
    expect(sent(outcome, 2, 'origin')).toBe('null');
  });

  it('gets a preflight only once the chain has left the page’s origin', () => {
    const outcome = chain([`${PAGE}/1`, `${A}/2`], { asked: { method: 'PUT' }, status: 308 });
    expect(seen(outcome)).toEqual([
      `request PUT ${PAGE}/1`,
      `preflight OPTIONS ${A}/2`,
      `request PUT ${A}/2`,
    ]);
  });
});

describe('where a redirect may lead', () => {
  it.each<readonly [string, string]>([
    ['/other', 'https://a.example/other'],
    ['other?x', 'https://a.example/dir/other?x'],
    ['?x', 'https://a.example/dir/start?x'],
    ['//b.example/x', 'https://b.example/x'],
    ['', 'https://a.example/dir/start'],
    [' /x ', 'https://a.example/x'],
    ['https://b.example', 'https://b.example/'],
  ])('%j → %s', (location, expected) => {
    const answer = ({ redirectCount }: { redirectCount: number }) =>
      redirectCount === 0 ? response([...ANY, ['Location', location]], 302) : response(ANY);
    const outcome = run({ url: `${A}/dir/start#old` }, answer);
    expect(outcome.exchanges.at(-1)?.request.url).toBe(expected);
  });

  it('keeps the fragment unless Location has one', () => {
    const urlOf = (location: string) => {
      const outcome = chain([`${A}/1#old`, location, 'ftp://x/']);
      return outcome.failure?.url;
    };
    expect(urlOf('/2')).toBe(`${A}/2#old`);
    expect(urlOf('/2#new')).toBe(`${A}/2#new`);
    expect(urlOf('/2#')).toBe(`${A}/2#`);
  });

  it.each([
    ['http://[', 'redirect-location-invalid'],
    ['https://', 'redirect-location-invalid'],
    ['data:text/plain,x', 'redirect-scheme-not-http'],
    ['ftp://a.example/', 'redirect-scheme-not-http'],
    ['about:blank', 'redirect-scheme-not-http'],
    ['javascript:1', 'redirect-scheme-not-http'],
    ['https://me@a.example/', 'redirect-includes-credentials'],
    ['https://:secret@b.example/', 'redirect-includes-credentials'],
    ['https://me@app.example/', 'redirect-includes-credentials'],
    ['http://b.example/', 'mixed-content'],
    ['https://b.example:25/', 'bad-port'],
  ])('%s: %s', (location, expected) => {
    expect(ending(chain([`${A}/1`, location]))).toBe(expected);
  });

  it('user name and password are allowed where nothing is cross-origin', () => {
    const outcome = chain([`${PAGE}/1`, 'https://me:secret@app.example/2']);
    expect(seen(outcome)[1]).toBe(`request GET ${PAGE}/2`);
    expect(ending(chain([`${PAGE}/1`, 'https://me@a.example/2']))).toBe(
      'redirect-includes-credentials',
    );
  });

  it('two Locations are none', () => {
    const twice = response([...ANY, ['Location', '/2'], ['Location', '/2']], 302);
    expect(ending(run({}, twice))).toBe('redirect-location-invalid');
  });

  it('without Location the redirect is the response', () => {
    const outcome = run({}, response(ANY, 301));
    expect(outcome.response).toMatchObject({ status: 301, type: 'cors', redirected: false });
  });

  it.each([300, 304, 305, 306])('%i is no redirect', (status) => {
    expect(run({}, response([...ANY, ['Location', '/x']], status)).response?.status).toBe(status);
  });

  it('takes twenty and not one more', () => {
    const path = (count: number) =>
      Array.from({ length: count + 1 }, (_, index) => `${A}/${index}`);
    expect(ending(chain(path(20)))).toBe('allowed');
    const outcome = chain(path(21));
    expect(ending(outcome)).toBe('too-many-redirects');
    expect(outcome.exchanges).toHaveLength(21);
  });
});

describe('the redirect mode', () => {
  it('error refuses after the CORS check', () => {
    const asked = { redirect: 'error' as const };
    expect(ending(chain([`${A}/1`, `${A}/2`], { asked }))).toBe('redirect-mode-error');
    expect(ending(chain([`${A}/1`, `${A}/2`], { asked, bare: `${A}/1` }))).toBe(
      'allow-origin-missing',
    );
    expect(ending(chain([`${A}/1`], { asked }))).toBe('allowed');
  });

  it('manual gives an opaque redirect, whatever Location says', () => {
    const asked = { redirect: 'manual' as const };
    for (const location of [`${A}/2`, 'http://[', 'ftp://x/']) {
      const outcome = chain([`${A}/1`, location], { asked });
      expect(outcome.response).toMatchObject({ type: 'opaqueredirect', status: 0, headers: [] });
      expect(outcome.exchanges).toHaveLength(1);
    }
    expect(ending(chain([`${A}/1`, `${A}/2`], { asked, bare: `${A}/1` }))).toBe(
      'allow-origin-missing',
    );
  });
});

describe('the method after a redirect', () => {
  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [301, 'PUT', 'PUT'],
    [302, 'DELETE', 'DELETE'],
    [303, 'PUT', 'GET'],
    [303, 'DELETE', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [301, 'HEAD', 'HEAD'],
  ])('%i: %s → %s', (status, method, expected) => {
    const outcome = chain([`${A}/1`, `${A}/2`], { asked: { method }, status });
    expect(outcome.exchanges.at(-1)?.request.method).toBe(expected);
  });

  it('GET has no body and none of its headers', () => {
    const headers: HeaderList = [
      ['Content-Type', 'application/json'],
      ['Content-Language', 'de'],
      ['Content-Encoding', 'x'],
      ['Content-Location', '/'],
      ['X-Kept', '1'],
    ];
    const asked = { method: 'POST', body: '{}', headers };
    const changed = chain([`${A}/1`, `${A}/2`], { asked, status: 303 });
    const request = changed.exchanges.at(-1)!.request;
    expect(request).toMatchObject({ method: 'GET', body: null });
    expect(request.headers).toEqual([
      ['X-Kept', '1'],
      ['origin', PAGE],
    ]);
    const kept = chain([`${A}/1`, `${A}/2`], { asked, status: 307 });
    expect(kept.exchanges.at(-1)!.request).toMatchObject({ method: 'POST', body: '{}' });
    expect(sent(kept, 3, 'content-type')).toBe('application/json');
  });
});

describe('Authorization after a redirect', () => {
  const asked: Partial<FetchRequest> = { headers: [['Authorization', 'Bearer x']] };
  it.each([
    [`${A}/2`, 'Bearer x'],
    [`${B}/2`, null],
    [`${A}:8443/2`, null],
  ])('to %s: %s', (location, expected) => {
    const outcome = chain([`${A}/1`, location], { asked });
    expect(sent(outcome, outcome.exchanges.length - 1, 'authorization')).toBe(expected);
    expect(codes(outcome).includes('redirect-authorization-removed')).toBe(expected === null);
  });

  it('once gone needs no preflight either', () => {
    expect(seen(chain([`${A}/1`, `${B}/2`], { asked }))).toEqual([
      `preflight OPTIONS ${A}/1`,
      `request GET ${A}/1`,
      `request GET ${B}/2`,
    ]);
  });
});

it('a chain to nowhere new ends', () => {
  expect(ending(run({}, response([...ANY, ['Location', '']], 302)))).toBe('too-many-redirects');
  expect(ending(run({}, OPEN))).toBe('allowed');
});
