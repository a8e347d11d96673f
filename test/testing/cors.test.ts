import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { BrowserCookies, cors, corsMatchers, type App } from '../../src/testing/index.js';

const APP = 'https://app.example.com';

const open = { 'Access-Control-Allow-Origin': APP, 'Access-Control-Allow-Credentials': 'true' };

describe('cors()', () => {
  it('explains a refusal in one sentence', async () => {
    const result = await cors(() => new Response())
      .from(APP)
      .get('/orders');
    expect(corsMatchers.toBeAllowed(result).pass).toBe(false);
    expect(corsMatchers.toBeRefused(result).pass).toBe(true);
    expect(corsMatchers.toBeAllowed(result).message()).toBe(
      `Browsers refuse GET https://api.test/orders from ${APP} at the response: the response has no Access-Control-Allow-Origin (whycors explain no-cors-headers).`,
    );
    expect(result.refusal?.console[0]).toContain('blocked by CORS policy');
  });

  it('sees headers as a Node listener wrote them', async () => {
    const app = (_: IncomingMessage, response: ServerResponse): void => {
      response.writeHead(200, [
        'Access-Control-Allow-Origin',
        APP,
        'Access-Control-Allow-Origin',
        APP,
      ]);
      response.end();
    };
    const { refusal } = await cors(app).from(APP).get('/');
    expect(refusal?.outcome.failure?.code).toBe('multiple-allow-origin-values');
  });

  it('has one preflight cache and one cookie jar a page', async () => {
    const seen: string[] = [];
    const page = cors((request) => {
      seen.push(`${request.method} ${request.headers.get('cookie') ?? ''}`);
      const headers = {
        ...open,
        'Access-Control-Allow-Methods': 'PUT',
        'Access-Control-Max-Age': '60',
        'Set-Cookie': 'id=1; SameSite=None; Secure',
      };
      return new Response(null, { status: 204, headers });
    }).from(APP);
    for (let count = 0; count < 2; count++) await page.put('/', { credentials: 'include' });
    expect(seen).toEqual(['OPTIONS ', 'PUT ', 'PUT id=1']);
  });

  it('takes the engine, the base and a cookie jar', async () => {
    const cookieJar = new BrowserCookies();
    cookieJar.setCookie('session=1; SameSite=None; Secure', 'https://api.example.com/');
    const seen: (string | null)[] = [];
    const handler = (request: Request): Response => {
      seen.push(request.url, request.headers.get('cookie'));
      return new Response(null, { headers: open });
    };
    const options = { engine: 'firefox', base: 'https://api.example.com', cookieJar } as const;
    await cors(handler, options).from('https://app.example.com').fetch('/a', {
      credentials: 'include',
    });
    expect(seen).toEqual(['https://api.example.com/a', 'session=1']);
  });

  it('takes modules of route handlers, which answer HEAD and OPTIONS by themselves', async () => {
    const route = { GET: () => new Response('x', { headers: open }) };
    const page = cors(route).from(APP);
    expect((await page.get('/')).allowed).toBe(true);
    expect((await page.fetch('/', { method: 'HEAD' })).allowed).toBe(true);
    const { refusal } = await page.put('/');
    expect(refusal?.outcome.failure?.code).toBe('allow-origin-missing');
    expect(refusal?.outcome.exchanges[0]?.result).toMatchObject({ status: 204 });
  });

  it('throws where the fault is not CORS', async () => {
    await expect(
      cors({} as App)
        .from(APP)
        .get('/'),
    ).rejects.toThrow(/cors\(\) takes an application/);
    const page = cors(() => new Response()).from(APP);
    await expect(page.get('/', { headers: { 'a b': 'c' } })).rejects.toThrow(TypeError);
    await expect(page.get('/', { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it('says so where a matcher is given something else', () => {
    const promise = cors(() => new Response())
      .from(APP)
      .get('/');
    expect(() => corsMatchers.toBeAllowed(promise)).toThrow(/expect\(await cors/);
    expect(() => corsMatchers.toBeRefused({})).toThrow(/toBeRefused\(\) is about/);
  });
});
