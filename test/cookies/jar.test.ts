import { describe, expect, it } from 'vitest';
import { CookieJar } from '../../src/cookies/index.js';
import { registrableDomain } from '../../src/cookies/registrable-domain.js';
import { ENGINES, type EngineName } from '../../src/engines/index.js';
import { parseUrl, type CookieRequest } from '../../src/protocol/index.js';

const PAGE = 'https://app.example.com';
const API = 'https://api.example.com/v1/orders';
const OTHER = 'https://api.other.example/v1/orders';

function jarOf(engine: EngineName = 'standard', topLevelOrigin = PAGE): CookieJar {
  const { behaviour } = ENGINES[engine];
  return new CookieJar({ behaviour, registrableDomain, topLevelOrigin });
}

function to(url: string, rest: Partial<CookieRequest> = {}): CookieRequest {
  return { url: parseUrl(url)!, method: 'GET', origin: PAGE, redirectedFrom: [], now: 0, ...rest };
}

/** What a request carries after a first-party visit to `at` that set these. */
function sent(lines: readonly string[], at: string, request: CookieRequest, engine?: EngineName) {
  const jar = jarOf(engine);
  for (const line of lines) jar.visit(parseUrl(at)!, line, 0);
  return jar.cookieHeader(request);
}

/** What the next request carries after an answer with these. */
function taken(lines: readonly string[], url: string, engine?: EngineName): string | null {
  const jar = jarOf(engine);
  jar.receive(
    to(url),
    lines.map((line) => ['Set-Cookie', line]),
  );
  return jar.cookieHeader(to(url));
}

describe('a cookie jar', () => {
  it('is empty at first, and takes only Set-Cookie', () => {
    const jar = jarOf();
    jar.receive(to(API), [['X-Set-Cookie', 'a=1']]);
    expect(jar.cookieHeader(to(API))).toBeNull();
  });

  it('puts longer paths first, then older cookies; a new value keeps its place', () => {
    const lines = ['a=1; Path=/', 'b=1; Path=/', 'c=1; Path=/v1', 'a=2; Path=/'];
    expect(sent(lines, API, to(API))).toBe('c=1; a=2; b=1');
  });

  it.each([
    ['Domain of the site', 'a=1; Domain=example.com', 'a=1'],
    ['Domain of another host', 'a=1; Domain=other.example', null],
    ['a public suffix as Domain', 'a=1; Domain=com', null],
    ['a subdomain as Domain', 'a=1; Domain=x.api.example.com', null],
    ['another path', 'a=1; Path=/v2', null],
    ['the beginning of a path segment', 'a=1; Path=/v1/ord', null],
    ['the path itself', 'a=1; Path=/v1/orders', 'a=1'],
  ])('%s', (_, line, expected) => {
    expect(sent([line], API, to(API))).toBe(expected);
  });

  it('is for the host alone without Domain', () => {
    expect(sent(['a=1; Path=/'], 'https://example.com/', to(API))).toBeNull();
    expect(sent(['a=1; Path=/; Domain=example.com'], 'https://example.com/', to(API))).toBe('a=1');
  });

  it('knows private public suffixes: two users of github.io are two sites', () => {
    const page = { origin: 'https://one.github.io' };
    const jar = jarOf('standard', page.origin);
    jar.visit(parseUrl('https://two.github.io/')!, 'a=1; SameSite=Strict', 0);
    jar.visit(parseUrl('https://two.github.io/')!, 'b=1; Domain=github.io', 0);
    expect(jar.cookieHeader(to('https://two.github.io/', page))).toBeNull();
  });

  it('forgets after Max-Age, at Expires, and at once for 0', () => {
    const lines = ['a=1; Max-Age=5', 'b=1; Expires=Thu, 01 Jan 1970 00:00:10 GMT', 'c=1'];
    const at = (now: number) => sent(lines, API, to(API, { now }));
    expect([at(4), at(5), at(10)]).toEqual(['a=1; b=1; c=1', 'b=1; c=1', 'c=1']);
    expect(sent(['a=1', 'a=2; Max-Age=0'], API, to(API))).toBeNull();
  });

  it('gives a cookie that comes back after it was taken away the last turn', () => {
    expect(sent(['a=1', 'b=1', 'a=; Max-Age=0', 'a=2'], API, to(API))).toBe('b=1; a=2');
  });

  it('keeps Secure cookies from http, and lets http not replace them', () => {
    const http = API.replace('https', 'http');
    expect(sent(['a=1; Secure; SameSite=None'], API, to(http))).toBeNull();
    const jar = jarOf();
    jar.visit(parseUrl(API)!, 'a=1; Secure', 0);
    jar.visit(parseUrl(http)!, 'a=2', 0);
    jar.visit(parseUrl(http)!, 'b=1; Secure', 0);
    expect(jar.cookieHeader(to(API))).toBe('a=1');
  });

  it.each([
    ['__Host-a=1; Secure; Path=/', true],
    ['__Host-a=1; Secure', false],
    ['__host-a=1; Path=/', false],
    ['__Host-a=1; Secure; Path=/; Domain=api.example.com', false],
    ['__Secure-a=1; Secure', true],
    ['__Secure-a=1', false],
    ['=__Secure-a=1; Secure', false],
  ])('%s is taken: %s', (line, expected) => {
    expect(taken([line], API) !== null).toBe(expected);
  });
});

describe('cookies and sites', () => {
  const LINES = ['d=1', 'l=1; SameSite=Lax', 's=1; SameSite=Strict', 'n=1; SameSite=None; Secure'];

  it('all go to the site of the page', () => {
    expect(sent(LINES, API, to(API))).toBe('d=1; l=1; s=1; n=1');
  });

  it.each([
    ['standard', 'n=1'],
    ['chromium', 'n=1'],
    ['firefox', null],
    ['webkit', 'd=1; n=1'],
  ] as const)('%s sends another site %s', (engine, expected) => {
    expect(sent(LINES, OTHER, to(OTHER), engine)).toBe(expected);
  });

  it.each([
    ['standard', 'n=1'],
    ['chromium', 'n=1'],
    ['firefox', 'd=1; n=1'],
    ['webkit', null],
  ] as const)('%s takes from another site %s', (engine, expected) => {
    expect(taken(LINES, OTHER, engine)).toBe(expected);
  });

  it('a frame of another site gets what is sent to other sites', () => {
    const framed = jarOf('standard', 'https://other.example');
    for (const line of LINES) framed.visit(parseUrl(API)!, line, 0);
    expect(framed.cookieHeader(to(API))).toBe('n=1');
  });

  it('does not take SameSite=Lax from a cross-site answer, not even for later', () => {
    const jar = jarOf();
    const fromFrame = to(API, { origin: 'null' });
    jar.receive(fromFrame, [['Set-Cookie', 'l=1; SameSite=Lax']]);
    jar.receive(fromFrame, [['Set-Cookie', 'n=1; SameSite=None; Secure']]);
    expect(jar.cookieHeader(to(API))).toBe('n=1');
  });

  it('WebKit keeps a cookie of a subdomain only where Domain includes the page', () => {
    expect(taken(['a=1', 'b=1; Domain=example.com'], API, 'webkit')).toBe('b=1');
  });

  it('Firefox has a jar for each site in the address bar', () => {
    const jar = jarOf('firefox');
    jar.visit(parseUrl(OTHER)!, 'a=1', 0);
    jar.receive(to(OTHER), [['Set-Cookie', 'b=1']]);
    expect(jar.cookieHeader(to(OTHER))).toBe('b=1');
  });

  it('Partitioned needs Secure and stays under its site', () => {
    const line = 'a=1; SameSite=None; Secure; Partitioned';
    expect(sent([line], OTHER, to(OTHER), 'chromium')).toBeNull();
    expect(taken([line], OTHER, 'chromium')).toBe('a=1');
    expect(taken(['a=1; Partitioned'], API, 'chromium')).toBeNull();
  });
});
