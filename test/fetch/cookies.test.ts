import { afterEach, describe, expect, it } from 'vitest';
import { BrowserCookies, createFetch } from '../../src/fetch/index.js';
import { stopServers } from '../support/servers.js';
import { codeOf, open, refusal, startSite, type Site } from './site.js';

/** `?set=…` sets cookies. */
function baker(): Promise<Site> {
  return startSite((request) =>
    open(request, { headers: { 'Set-Cookie': request.query.getAll('set') } }),
  );
}

const bake = (...lines: string[]) =>
  `/?${lines.map((line) => `set=${encodeURIComponent(line)}`).join('&')}`;

describe('cookies of createFetch', () => {
  afterEach(stopServers);

  it('are taken and sent at the own origin, unless credentials are omitted', async () => {
    const site = await baker();
    const call = createFetch({ origin: site.at() });
    const sent = () => site.seen.at(-1)?.headers['cookie'];
    await call(bake('a=1'), { credentials: 'omit' });
    await call('/');
    expect(sent()).toBeUndefined();
    const response = await call(bake('a=1', 'b=2'));
    expect(response.headers.get('set-cookie')).toBeNull();
    await call('/', { credentials: 'include' });
    expect(sent()).toBe('a=1; b=2');
    await call('/', { headers: { Cookie: 'evil=1' } });
    expect(sent()).toBe('a=1; b=2');
    await call('/', { credentials: 'omit' });
    expect(sent()).toBeUndefined();
    await call(bake('a=1; Max-Age=0'));
    await call('/');
    expect(sent()).toBe('b=2');
  });

  it('go to other origins only with "include", and not from one host to another', async () => {
    const site = await baker();
    const [a, b] = [site.at('a.www.localhost'), site.at('b.www.localhost')];
    const call = createFetch({ origin: site.at('www.localhost') });
    const sent = () => site.seen.at(-1)?.headers['cookie'];
    const include = { credentials: 'include' } as const;
    await call(`${a}${bake('a=1')}`);
    await call(`${a}/`, include);
    expect(sent()).toBeUndefined();
    await call(`${a}${bake('a=1')}`, include);
    await call(`${a}/`, include);
    expect(sent()).toBe('a=1');
    await call(`${a}/`);
    expect(sent()).toBeUndefined();
    await call(`${b}/`, include);
    expect(sent()).toBeUndefined();
    await call(`${b}/`, { mode: 'no-cors', credentials: 'include' });
    expect(sent()).toBeUndefined();
    await call(`${a}/`, { mode: 'no-cors', credentials: 'include' });
    expect(sent()).toBe('a=1');
  });

  it('are those of each hop of a redirect', async () => {
    const site = await startSite((request) =>
      open(request, {
        headers: { 'Set-Cookie': request.query.getAll('set') },
        ...(request.query.has('to')
          ? { status: 301, headers: { Location: request.query.get('to') ?? '' } }
          : {}),
      }),
    );
    const [a, b] = [site.at('a.www.localhost'), site.at('b.www.localhost')];
    const call = createFetch({ origin: site.at('www.localhost') });
    const include = { credentials: 'include' } as const;
    await call(`${a}${bake('c=a')}`, include);
    await call(`${b}${bake('c=b')}`, include);
    await call(`${a}/?to=${encodeURIComponent(`${b}/end`)}`, include);
    expect(site.seen.slice(-2).map(({ headers }) => headers['cookie'])).toEqual(['c=a', 'c=b']);
  });

  it('are taken from a response that the page may not read', async () => {
    const site = await startSite(() => ({ headers: { 'Set-Cookie': 'a=1' } }));
    const cookieJar = new BrowserCookies();
    const call = createFetch({ origin: site.at('www.localhost'), cookieJar });
    const api = site.at('api.www.localhost');
    expect(await codeOf(call(api, { credentials: 'include' }))).toBe('allow-origin-missing');
    expect(cookieJar.getCookieString(api)).toBe('a=1');
  });

  it('are handed from one function to another, each of which is a page of its own', async () => {
    const site = await baker();
    const cookieJar = new BrowserCookies();
    const api = site.at('api.www.localhost');
    cookieJar.setCookie('strict=1; SameSite=Strict', api);
    cookieJar.setCookie('lax=1', api);
    const sent = () => site.seen.at(-1)?.headers['cookie'];
    const include = { credentials: 'include' } as const;
    await createFetch({ origin: site.at('www.localhost'), cookieJar })(api, include);
    expect(sent()).toBe('strict=1; lax=1');
    await createFetch({ origin: 'http://other.localhost', cookieJar })(api, include);
    expect(sent()).toBeUndefined();
    await createFetch({ origin: site.at('www.localhost') })(api, include);
    expect(sent()).toBeUndefined();
  });

  it.each([
    // WebKit takes Secure for https alone, and nothing new from a third party; Firefox keeps a jar for each site.
    ['chromium', 'id=1'],
    ['firefox', 'id=1'],
    ['webkit', undefined],
  ] as const)('of a third party are those that %s takes', async (engine, expected) => {
    const site = await baker();
    const call = createFetch({ origin: 'http://shop.localhost', engine });
    const api = site.at('api.localhost');
    const include = { credentials: 'include' } as const;
    await call(`${api}${bake('id=1; SameSite=None; Secure')}`, include);
    await call(api, include);
    expect(site.seen.at(-1)?.headers['cookie']).toBe(expected);
  });

  it('has to be a jar of ours', async () => {
    expect(() => createFetch({ origin: 'http://a.test', cookieJar: {} as BrowserCookies })).toThrow(
      /BrowserCookies/,
    );
    expect(() => new BrowserCookies().getCookieString('/x')).toThrow(/no absolute URL/);
    await refusal(createFetch({ origin: 'http://a.test' })('http://127.0.0.1:1/'));
  });
});
