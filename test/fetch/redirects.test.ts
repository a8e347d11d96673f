import { afterEach, describe, expect, it } from 'vitest';
import { createFetch } from '../../src/fetch/index.js';
import { stopServers } from '../support/servers.js';
import { codeOf, open, refusal, startSite, type Site } from './site.js';

const CODES = [301, 302, 303, 307, 308];

/** `/to?url=…&status=…` redirects, all else answers with what came in. */
function redirecting(extra: Record<string, string> = {}): Promise<Site> {
  return startSite((request) => {
    const { path, query, method, headers, body } = request;
    if (path !== '/to' || method === 'OPTIONS') {
      const said = { 'X-Origin': headers['origin'] ?? '', 'Access-Control-Expose-Headers': '*' };
      return open(request, { headers: { ...said, 'X-Method': method }, body });
    }
    const location = query.has('url') ? { Location: query.get('url') ?? '' } : {};
    return open(request, {
      status: Number(query.get('status')),
      headers: { ...location, ...extra },
    });
  });
}

const to = (url: string, status: number) => `/to?status=${status}&url=${encodeURIComponent(url)}`;

describe('redirects in createFetch', () => {
  afterEach(stopServers);

  it.each(CODES)('%i changes Origin where it has to', async (status) => {
    const site = await redirecting();
    const page = site.at();
    const [a, b] = [site.at('a.localhost'), site.at('b.localhost')];
    const call = createFetch({ origin: page });
    const origin = async (from: string, end: string) => {
      const response = await call(`${from}${to(`${end}/end`, status)}`, { credentials: 'omit' });
      expect([response.redirected, response.url]).toEqual([true, `${end}/end`]);
      return site.seen.at(-1)?.headers['origin'];
    };
    expect(await origin(a, a)).toBe(page);
    expect(await origin(a, b)).toBe('null');
    expect(await origin(page, a)).toBe(page);
    expect(await origin(a, page)).toBe('null');
  });

  it.each(CODES)('%i is refused with user name or password, across origins', async (status) => {
    const site = await redirecting();
    const call = createFetch({ origin: site.at() });
    const remote = site.at('a.localhost');
    for (const who of ['user:pass@', 'user@', ':pass@']) {
      for (const [from, end] of [
        [site.at(), remote],
        [remote, site.at()],
        [remote, remote],
        [remote, site.at('b.localhost')],
      ] as const) {
        const url = `${from}${to(end.replace('://', `://${who}`), status)}`;
        expect(await codeOf(call(url)), `${from} ${end} ${who}`).toBe(
          'redirect-includes-credentials',
        );
      }
    }
  });

  it.each(CODES)('%i is preflighted again at the next hop', async (status) => {
    const site = await redirecting();
    const call = createFetch({ origin: site.at() });
    const url = `${site.at('a.localhost')}${to(`${site.at('b.localhost')}/end`, status)}`;
    expect((await call(url, { headers: { 'X-A': '1' } })).status).toBe(200);
    expect(site.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'OPTIONS /to',
      'GET /to',
      'OPTIONS /end',
      'GET /end',
    ]);
  });

  it.each(CODES)('%i obeys the redirect mode', async (status) => {
    const site = await redirecting();
    const call = createFetch({ origin: site.at() });
    for (const from of [site.at(), site.at('a.localhost')]) {
      const url = `${from}${to('/end', status)}`;
      expect(await codeOf(call(url, { redirect: 'error' }))).toBe('redirect-mode-error');
      const manual = await call(url, { redirect: 'manual' });
      expect([manual.type, manual.status, manual.statusText, manual.url, manual.body]).toEqual([
        'opaqueredirect',
        0,
        '',
        url,
        null,
      ]);
      expect([...manual.headers]).toEqual([]);
      expect((await call(url)).url).toBe(`${from}/end`);
    }
    const remote = `${site.at('a.localhost')}${to('/end', status)}`;
    expect((await call(remote, { mode: 'no-cors' })).type).toBe('opaque');
    const init = { mode: 'no-cors', redirect: 'manual' } as const;
    expect(await codeOf(call(remote, init))).toBe('no-cors-redirect-mode');
  });

  it('without Location is an ordinary response, with a bad or another one a network error', async () => {
    const site = await redirecting();
    const call = createFetch({ origin: site.at() });
    expect((await call(`${site.at()}/to?status=302`)).status).toBe(302);
    const code = (location: string) => codeOf(call(`${site.at()}${to(location, 302)}`));
    expect(await code('http://a:b:c/')).toBe('redirect-location-invalid');
    expect(await code('data:,x')).toBe('redirect-scheme-not-http');
  });

  it('is followed twenty times', async () => {
    const loop = await startSite(({ query }) => {
      const left = Number(query.get('left'));
      return left === 0 ? {} : { status: 302, headers: { Location: `/?left=${left - 1}` } };
    });
    const call = createFetch({ origin: loop.at() });
    expect((await call('/?left=20')).status).toBe(200);
    expect(await codeOf(call('/?left=21'))).toBe('too-many-redirects');
  });

  it.each([
    ['POST', 301, 'GET'],
    ['POST', 302, 'GET'],
    ['PUT', 302, 'PUT'],
    ['PUT', 303, 'GET'],
    ['POST', 307, 'POST'],
    ['POST', 308, 'POST'],
  ])('of %s with %i is followed with %s', async (method, status, then) => {
    const site = await redirecting();
    const response = await createFetch({ origin: site.at() })(to('/end', status), {
      method,
      body: 'x',
      headers: { 'Content-Language': 'en' },
    });
    const last = site.seen.at(-1);
    expect(last?.method).toBe(then);
    expect([last?.headers['content-type'], last?.headers['content-language']]).toEqual(
      then === 'GET' ? [undefined, undefined] : ['text/plain;charset=UTF-8', 'en'],
    );
    expect(await response.text()).toBe(then === 'GET' ? '' : 'x');
  });

  it('to another origin takes Authorization away', async () => {
    const site = await redirecting();
    const headers = { Authorization: 'Bearer x' };
    const call = createFetch({ origin: site.at() });
    await call(to('/end', 302), { headers });
    expect(site.seen.at(-1)?.headers['authorization']).toBe('Bearer x');
    await call(to(`${site.at('a.localhost')}/end`, 302), { headers });
    expect(site.seen.at(-1)?.headers['authorization']).toBeUndefined();
  });

  it('back to the page stays a CORS request', async () => {
    const site = await redirecting();
    const call = createFetch({ origin: site.at() });
    const url = `${site.at('a.localhost')}${to(`${site.at()}/end`, 303)}`;
    expect((await call(url)).type).toBe('cors');
    expect((await call(url, { mode: 'no-cors' })).type).toBe('opaque');
  });

  it('may set the referrer policy', async () => {
    const cases = { 'no-referrer': undefined, origin: '/', 'unsafe-url': '/page' };
    for (const [policy, path] of Object.entries(cases)) {
      const site = await redirecting({ 'Referrer-Policy': policy });
      const call = createFetch({ origin: site.at(), pageUrl: `${site.at()}/page` });
      await call(to(`${site.at('a.localhost')}/end`, 302));
      expect(site.seen.map(({ headers }) => headers['referer'])).toEqual([
        `${site.at()}/page`,
        path === undefined ? undefined : `${site.at()}${path}`,
      ]);
    }
  });

  it('cannot be followed with a streamed body, but for 303', async () => {
    const site = await redirecting();
    const call = createFetch({ origin: site.at() });
    const stream = () => ({
      method: 'POST',
      body: new Blob(['x']).stream(),
      duplex: 'half',
    });
    const cause = await refusal(call(to('/end', 307), stream() as RequestInit));
    expect(String(cause)).toContain('streamed body');
    expect(site.seen.map(({ path }) => path)).toEqual(['/to']);
    expect((await call(to('/end', 303), stream() as RequestInit)).status).toBe(200);
  });
});
