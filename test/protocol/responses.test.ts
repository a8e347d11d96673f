import { describe, expect, it } from 'vitest';
import type { FetchRequest, HeaderList } from '../../src/protocol/index.js';
import { API, ending, OPEN, page, PAGE, response, run, sent } from './support/run.js';

const OWN = `${PAGE}/orders`;
const BOTH: HeaderList = [
  ['Access-Control-Allow-Origin', PAGE],
  ['Access-Control-Allow-Credentials', 'true'],
];

describe('response tainting', () => {
  it.each<readonly [string, Partial<FetchRequest>, string, string]>([
    ['the page’s own origin', { url: OWN }, PAGE, 'basic'],
    ['its default port spelt out', { url: `${PAGE}:443/` }, PAGE, 'basic'],
    ['another origin', {}, PAGE, 'cors'],
    ['another port', { url: `${PAGE}:8443/` }, PAGE, 'cors'],
    ['another scheme', { url: 'https://app.example/' }, 'http://app.example', 'cors'],
    ['an opaque origin', {}, 'null', 'cors'],
    ['an extension', {}, 'chrome-extension://abc', 'cors'],
    ['another origin, no-cors', { mode: 'no-cors' }, PAGE, 'opaque'],
    ['the page’s own origin, no-cors', { mode: 'no-cors', url: OWN }, PAGE, 'basic'],
    ['the page’s own origin, same-origin', { mode: 'same-origin', url: OWN }, PAGE, 'basic'],
    ['data:', { url: 'data:text/plain,x' }, PAGE, 'basic'],
    ['data:, same-origin', { url: 'data:text/plain,x', mode: 'same-origin' }, PAGE, 'basic'],
  ])('%s', (_what, asked, origin, expected) => {
    expect(run(asked, OPEN, page({ origin })).response?.type).toBe(expected);
  });

  it('mode same-origin refuses other origins, also after a redirect', () => {
    const mode = 'same-origin';
    expect(ending(run({ mode }, OPEN))).toBe('same-origin-mode');
    const outcome = run({ mode, url: OWN }, response([['Location', API]], 302));
    expect(outcome.failure).toMatchObject({ code: 'same-origin-mode', url: API });
  });

  it('mode no-cors with a redirect mode of its own is refused, but to the page’s own origin', () => {
    for (const redirect of ['error', 'manual'] as const) {
      expect(ending(run({ mode: 'no-cors', redirect }, OPEN))).toBe('no-cors-redirect-mode');
      expect(ending(run({ mode: 'no-cors', redirect, url: OWN }, OPEN))).toBe('allowed');
    }
  });

  it('an opaque response shows nothing', () => {
    const outcome = run({ mode: 'no-cors' }, response([['X-A', '1']], 404));
    expect(outcome.response).toEqual({
      type: 'opaque',
      status: 0,
      redirected: false,
      url: '',
      headers: [],
      hidden: ['x-a'],
    });
  });
});

describe('credentials', () => {
  it.each([
    ['omit', OWN, false],
    ['same-origin', OWN, true],
    ['include', OWN, true],
    ['omit', API, false],
    ['same-origin', API, false],
    ['include', API, true],
  ] as const)('%s to %s: included %s', (credentials, url, expected) => {
    const asked = { credentials, url, method: 'PUT' };
    const allow: HeaderList = [...BOTH, ['Access-Control-Allow-Methods', 'PUT']];
    const outcome = run(asked, response(allow));
    expect(outcome.exchanges.at(-1)?.request.credentials).toBe(expected);
    const preflight = outcome.exchanges.find(({ request }) => request.kind === 'preflight');
    expect(preflight?.request.credentials ?? false).toBe(false);
  });

  it('asks the jar for a cookie, and hands it the response, only where they are included', () => {
    const log: string[] = [];
    const cookies = {
      cookieHeader: ({ url }: { url: { href: string } }) => {
        log.push(`get ${url.href}`);
        return 'id=1';
      },
      receive: ({ url }: { url: { href: string } }) => void log.push(`set ${url.href}`),
    };
    const included = run({ credentials: 'include' }, response(BOTH), page({ cookies }));
    expect(sent(included, 0, 'cookie')).toBe('id=1');
    expect(log).toEqual([`get ${API}`, `set ${API}`]);
    expect(sent(run({}, OPEN, page({ cookies })), 0, 'cookie')).toBeNull();
    expect(log).toHaveLength(2);
  });
});

describe('the Origin header', () => {
  it.each<readonly [string, Partial<FetchRequest>, string | null]>([
    ['GET across origins', {}, PAGE],
    ['GET within the origin', { url: OWN }, null],
    ['HEAD within the origin', { url: OWN, method: 'HEAD' }, null],
    ['POST within the origin', { url: OWN, method: 'POST' }, PAGE],
    ['no-cors GET', { mode: 'no-cors' }, null],
    ['no-cors POST', { mode: 'no-cors', method: 'POST' }, PAGE],
  ])('%s', (_what, asked, expected) => {
    expect(sent(run(asked, OPEN), 0, 'origin')).toBe(expected);
  });

  it('is null for a no-cors POST that leaves https', () => {
    const asked: Partial<FetchRequest> = {
      url: 'http://localhost/',
      mode: 'no-cors',
      method: 'POST',
    };
    expect(sent(run(asked, OPEN), 0, 'origin')).toBe('null');
  });
});

describe('what the page can read', () => {
  const all: HeaderList = [
    ['X-A', '1'],
    ['x-b', '1'],
    ['X-a', '2'],
    ['Set-Cookie', 'a=b'],
    ['Set-Cookie2', 'a=b'],
    ['Cache-Control', 'x'],
    ['Content-Language', 'x'],
    ['Content-Length', '1'],
    ['Content-Type', 'x'],
    ['Expires', 'x'],
    ['Last-Modified', 'x'],
    ['Pragma', 'x'],
    ['ETag', 'x'],
  ];
  const SAFE =
    'cache-control content-language content-length content-type expires last-modified pragma';
  const readable = (headers: HeaderList, credentials: FetchRequest['credentials'] = 'omit') =>
    run({ credentials }, response([...BOTH, ...all, ...headers])).response?.headers ?? [];
  const beyond = (...values: readonly string[]) =>
    readable(values.map((value) => ['Access-Control-Expose-Headers', value])).filter(
      (name) => !SAFE.split(' ').includes(name),
    );

  it('of a cors response: the safelisted names, sorted, each once', () => {
    expect(readable([])).toEqual(SAFE.split(' '));
  });

  it('of a basic response: all but Set-Cookie', () => {
    expect(run({ url: OWN }, response(all)).response).toMatchObject({
      headers: [...SAFE.split(' '), 'etag', 'x-a', 'x-b'].sort(),
      hidden: ['set-cookie', 'set-cookie2'],
    });
  });

  it.each<readonly [readonly string[], readonly string[]]>([
    [['X-A'], ['x-a']],
    [['x-A, X-b'], ['x-a', 'x-b']],
    [
      ['x-a', 'x-b'],
      ['x-a', 'x-b'],
    ],
    [['x-a,,', ' , '], ['x-a']],
    [['etag, absent'], ['etag']],
    [[''], []],
    [['x-a x-b'], []],
    [['x-a;'], []],
    [['x-a, @'], []],
    [['x-a', '@'], []],
    [['"x-a"'], []],
    [['Set-Cookie'], []],
  ])('exposed by %j: %j', (values, expected) => {
    expect(beyond(...values)).toEqual(expected);
  });

  it('* exposes all but Set-Cookie, without credentials', () => {
    expect(beyond('*')).toEqual([
      'access-control-allow-credentials',
      'access-control-allow-origin',
      'access-control-expose-headers',
      'etag',
      'x-a',
      'x-b',
    ]);
    expect(beyond('etag, *')).toEqual(beyond('*'));
  });

  it('* is a name like any other with credentials', () => {
    const wildcard: HeaderList = [
      ['Access-Control-Expose-Headers', '*, etag'],
      ['*', '1'],
    ];
    expect(readable(wildcard, 'include')).toEqual(['*', ...SAFE.split(' '), 'etag'].sort());
  });

  it('the rest is named as hidden', () => {
    const outcome = run({}, response([...BOTH, ['X-A', '1']]));
    expect(outcome.response?.hidden).toEqual([
      'access-control-allow-credentials',
      'access-control-allow-origin',
      'x-a',
    ]);
  });
});

describe('the cross-origin resource policy', () => {
  const registrableDomain = (host: string) => host.split('.').slice(-2).join('.');
  it.each([
    ['same-origin', 'https://www.app.example/', true],
    ['same-site', 'https://www.app.example/', false],
    ['same-site', 'https://api.test/', true],
    ['cross-origin', 'https://api.test/', false],
    ['Same-Origin', 'https://api.test/', false],
    ['same-origin, same-origin', 'https://api.test/', false],
  ])('%s from %s blocks: %s', (policy, url, blocks) => {
    const headers: HeaderList = [['Cross-Origin-Resource-Policy', policy]];
    const client = page({ registrableDomain });
    const opaque = run({ url, mode: 'no-cors' }, response(headers), client);
    expect(ending(opaque)).toBe(blocks ? 'cross-origin-resource-policy' : 'allowed');
    expect(ending(run({ url }, response([...headers, ...BOTH]), client))).toBe('allowed');
  });

  it('same-site does not let an insecure page reach what came securely', () => {
    const headers: HeaderList = [['Cross-Origin-Resource-Policy', 'same-site']];
    const client = page({ registrableDomain, origin: 'http://app.example' });
    const outcome = run(
      { url: 'https://www.app.example/', mode: 'no-cors' },
      response(headers),
      client,
    );
    expect(ending(outcome)).toBe('cross-origin-resource-policy');
  });
});

describe('before anything is sent', () => {
  it.each([
    ['http://api.example/', PAGE, 'mixed-content'],
    ['http://localhost/', PAGE, 'allowed'],
    ['http://a.localhost/', PAGE, 'allowed'],
    ['http://127.1.2.3/', PAGE, 'allowed'],
    ['http://[::1]/', PAGE, 'allowed'],
    ['http://127.example/', PAGE, 'mixed-content'],
    ['http://api.example/', 'http://app.example', 'allowed'],
    ['http://api.example/', 'null', 'allowed'],
    ['https://api.example:443/', PAGE, 'allowed'],
    ['https://api.example:22/', PAGE, 'bad-port'],
    ['https://api.example:10080/', PAGE, 'bad-port'],
    ['https://api.example:8080/', PAGE, 'allowed'],
  ])('%s from %s: %s', (url, origin, expected) => {
    expect(ending(run({ url }, OPEN, page({ origin })))).toBe(expected);
  });
});
