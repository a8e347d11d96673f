import { describe, expect, it } from 'vitest';
import { cors, type App } from '../../src/testing/index.js';
import '../../src/testing/vitest.js';

const APPS = {
  Express: () => import('./apps/express.js'),
  Fastify: () => import('./apps/fastify.js'),
  Hono: () => import('./apps/hono.js'),
  Koa: () => import('./apps/koa.js'),
  Nest: () => import('./apps/nest.js'),
  'a Next route': () => import('./apps/next.js'),
  'plain Node': () => import('./apps/node.js'),
};

const init = { headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' };

describe.each(Object.entries(APPS))('cors() with %s', (_, load) => {
  const page = async (origin: string) => cors((await load()).app as App).from(origin);

  it('lets the page through that is allowed, and gives it the answer', async () => {
    const result = await (await page('https://app.example.com')).put('/orders', init);
    expect(result).toBeAllowed();
    expect(await result.response?.json()).toEqual({ got: { a: 1 } });
  });

  it('refuses another, and a method that is not allowed', async () => {
    expect(await (await page('https://evil.example')).put('/orders', init)).toBeRefused();
    expect(await (await page('https://app.example.com')).delete('/orders')).toBeRefused();
  });
});
