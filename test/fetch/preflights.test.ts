import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFetch } from '../../src/fetch/index.js';
import { ENGINES } from '../../src/engines/index.js';
import { recordingServer, stopServers } from '../support/servers.js';
import { codeOf, open, startSite, type Site } from './site.js';

const PAGE = 'http://localhost:9';

/** Whether a call is preflighted, by a site that allows everything. */
async function preflighted(call: (site: Site) => Promise<Response>): Promise<boolean> {
  const site = await startSite((request) => open(request));
  await call(site);
  return site.seen.some(({ method }) => method === 'OPTIONS');
}

/** The bytes of an answer that allows a method. */
function openTo(method: string): string {
  const lines = [
    'HTTP/1.1 200 OK',
    'Content-Length: 0',
    `Access-Control-Allow-Origin: ${PAGE}`,
    `Access-Control-Allow-Methods: ${method}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

describe('preflights of createFetch', () => {
  afterEach(stopServers);

  it.each(['DELETE', 'PUT', 'PATCH', 'patch', 'patcH', 'NEW', '*'])(
    'ask for the method %s in its own case, which then goes out as it is',
    async (method) => {
      // Node's own server knows neither `patch` nor `NEW`.
      const { port, heads } = await recordingServer(openTo(method));
      const response = await createFetch({ origin: PAGE })(`http://127.0.0.1:${port}/`, { method });
      expect(response.status).toBe(200);
      expect(heads.map((head) => head.split(' ')[0])).toEqual(['OPTIONS', method]);
      expect(heads[0]).toContain(`\r\nAccess-Control-Request-Method: ${method}\r\n`);
      expect(heads[0]).toMatch(/^User-Agent: .*whycors/m);
      const refusing = await recordingServer(openTo('OTHER'));
      const refused = createFetch({ origin: PAGE })(`http://127.0.0.1:${refusing.port}/`, {
        method,
      });
      expect(await codeOf(refused)).toBe('method-not-allowed');
      expect(refusing.heads).toHaveLength(1);
    },
  );

  it('name the headers that are not safelisted: sorted, lower-case, one comma between', async () => {
    const site = await startSite((request) => open(request));
    await createFetch({ origin: PAGE })(site.at(), {
      headers: [
        ['x-b', '1'],
        ['X-a', '1'],
        ['x-B', '2'],
        ['Accept', '*'],
        ['Accept-Language', 'bzh'],
        ['Content-Language', 'eu'],
        ['Content-Type', 'application/x'],
      ],
    });
    expect(site.seen[0]?.headers['access-control-request-headers']).toBe('content-type,x-a,x-b');
    expect(site.seen[1]?.headers['x-b']).toBe('1, 2');
  });

  it.each([
    ['accept', '"'],
    ['accept-language', '@'],
    ['authorization', 'basics'],
    ['content-language', '@'],
    ['content-type', 'text/html'],
    ['content-type', 'text/plain; long=' + 'x'.repeat(128)],
    ['range', 'bytes 0-'],
    ['test', 'hi'],
  ])('come before a request with %s: %j', async (name, value) => {
    const headers = { [name]: value };
    expect(await preflighted((site) => createFetch({ origin: PAGE })(site.at(), { headers }))).toBe(
      true,
    );
  });

  it.each([
    ['GET', 'Accept', '*/*'],
    ['GET', 'Accept-Language', 'fr'],
    ['GET', 'Content-Language', 'fr'],
    ['GET', 'Content-Type', 'Text/Plain;charset=utf-8'],
    ['GET', 'Content-Type', 'application/x-www-form-urlencoded'],
    ['POST', 'Content-Type', 'multipart/form-data'],
    ['HEAD', 'Range', 'bytes=0-9'],
    ['get', 'Accept', '*'],
  ])('do not come before %s with %s: %s', async (method, name, value) => {
    const init = { method, headers: { [name]: value } };
    expect(await preflighted((site) => createFetch({ origin: PAGE })(site.at(), init))).toBe(false);
  });

  it.each([
    // allowed?, credentials?, allowed methods, allowed headers, method, headers
    [true, false, 'get', 'x-test', 'GET', { 'X-Test': '1' }],
    [true, false, '*', 'x-test', 'SUPER', { 'X-Test': '1' }],
    [true, false, '*', '*', 'OK', { 'X-Test': '1' }],
    [false, true, '*', '*', 'OK', { 'X-Test': '1' }],
    [false, true, '*', '', 'PUT', {}],
    [true, true, 'PUT', '*', 'PUT', {}],
    [false, true, '*', '*', 'GET', { 'X-Test': '1' }],
    [true, true, '*', '*', '*', { '*': '1' }],
    [false, true, 'put', '*', 'PUT', {}],
    [false, false, 'PUT, bad name', '', 'PUT', {}],
    [false, false, 'PUT', 'x-test, bad name', 'PUT', {}],
  ])(
    'end well: %s, with credentials %s, for Allow-Methods %j and Allow-Headers %j, asked %s %j',
    async (succeeds, credentialed, methods, names, method, headers) => {
      const lines = [
        openTo(methods).trimEnd(),
        `Access-Control-Allow-Headers: ${names}`,
        'Access-Control-Allow-Credentials: true',
      ];
      const { port } = await recordingServer(`${lines.join('\r\n')}\r\n\r\n`);
      const init = {
        method,
        headers: headers as Record<string, string>,
        credentials: credentialed ? 'include' : 'omit',
      } as const;
      const call = createFetch({ origin: PAGE, engine: 'standard' })(
        `http://127.0.0.1:${port}/`,
        init,
      );
      if (succeeds) expect((await call).status).toBe(200);
      else expect(await codeOf(call)).toMatch(/method|header/);
    },
  );

  it.each([200, 204, 299, 301, 307, 400, 401, 500])('with status %i', async (status) => {
    const { at } = await startSite((request) =>
      open(request, request.method === 'OPTIONS' ? { status, headers: { Location: '/x' } } : {}),
    );
    const call = createFetch({ origin: PAGE })(at(), { method: 'PUT' });
    if (status < 300) expect((await call).ok).toBe(true);
    else expect(await codeOf(call)).toMatch(/^preflight-(status-not-ok|redirect)$/);
  });

  it('are spared for as long as the server says, by all who share the cache', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const site = await startSite((request) =>
        open(request, { headers: { 'Access-Control-Max-Age': '60' } }),
      );
      const preflightCache = ENGINES.standard.behaviour.createPreflightCache();
      const make = () => createFetch({ origin: PAGE, engine: 'standard', preflightCache });
      const init = { headers: { 'X-A': '1' } };
      const methods = () => site.seen.map(({ method }) => method).join(' ');
      await make()(site.at(), init);
      await make()(site.at(), init);
      expect(methods()).toBe('OPTIONS GET GET');
      vi.setSystemTime(Date.now() + 61_000);
      await make()(site.at(), init);
      expect(methods()).toBe('OPTIONS GET GET OPTIONS GET');
      await createFetch({ origin: PAGE })(site.at(), init);
      expect(methods()).toBe('OPTIONS GET GET OPTIONS GET OPTIONS GET');
    } finally {
      vi.useRealTimers();
    }
  });

  it('carry the Referer of the request, and neither cookies nor its body', async () => {
    const site = await startSite((request) =>
      open(request, { headers: { 'Set-Cookie': 'a=1; Path=/' } }),
    );
    const own = site.at('www.localhost');
    const page = createFetch({ origin: own, pageUrl: `${own}/page?q#f` });
    const init = { method: 'PUT', body: 'x', credentials: 'include', referrerPolicy: 'unsafe-url' };
    await page(site.at('api.www.localhost'), init as RequestInit);
    expect(site.seen.map(({ headers, body }) => [headers['referer'], body])).toEqual([
      [`${own}/page?q`, ''],
      [`${own}/page?q`, 'x'],
    ]);
    await page(site.at('api.www.localhost'), init as RequestInit);
    expect(site.seen.map(({ headers }) => headers['cookie'])).toEqual([
      undefined,
      undefined,
      undefined,
      'a=1',
    ]);
  });
});
