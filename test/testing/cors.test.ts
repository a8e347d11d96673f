import { createRequire } from 'node:module';
import { Hono } from 'hono';
import { cors as corsOfHono } from 'hono/cors';
import { beforeAll, describe, expect, it } from 'vitest';
import { cors, corsMatchers, type App, type CorsResult } from '../../src/testing/index.js';

// These have no types of their own.
const require = createRequire(import.meta.url);
const corsOfExpress = require('cors') as (options: object) => unknown;
const express = require('express') as (() => ExpressApp) & { readonly json: () => unknown };
const Koa = require('koa') as new () => {
  readonly use: (middleware: (context: KoaContext) => void) => void;
  readonly callback: () => App;
};

interface ExpressApp {
  readonly use: (middleware: unknown) => void;
  readonly put: (
    path: string,
    handler: (
      request: { readonly body: unknown },
      response: { readonly json: (value: object) => void },
    ) => void,
  ) => void;
}

interface KoaContext {
  method: string;
  status: number;
  body: unknown;
  readonly vary: (name: string) => void;
  readonly get: (name: string) => string;
  readonly set: (name: string, value: string) => void;
}

const APP = 'https://app.example.com';

function expressApp(): App {
  const app = express();
  app.use(corsOfExpress({ origin: [APP], methods: ['PUT'], allowedHeaders: ['content-type'] }));
  app.use(express.json());
  app.put('/orders', (request, response) => response.json({ got: request.body }));
  return app as unknown as App;
}

function honoApp(): App {
  const app = new Hono();
  app.use(corsOfHono({ origin: [APP], allowMethods: ['PUT'], allowHeaders: ['content-type'] }));
  app.put('/orders', async (context) => context.json({ got: await context.req.json() }));
  return app;
}

function koaApp(): App {
  const app = new Koa();
  app.use((context) => {
    context.vary('Origin');
    if (context.get('Origin') === APP) context.set('Access-Control-Allow-Origin', APP);
    context.set('Access-Control-Allow-Methods', 'PUT');
    context.set('Access-Control-Allow-Headers', 'content-type');
    if (context.method === 'OPTIONS') context.status = 204;
    else context.body = { got: { a: 1 } };
  });
  return app.callback();
}

const handler: App = (request: Request) => {
  const own = request.headers.get('origin') === APP ? { 'Access-Control-Allow-Origin': APP } : {};
  const preflight = {
    ...own,
    'Access-Control-Allow-Methods': 'PUT',
    'Access-Control-Allow-Headers': 'content-type',
  };
  return request.method === 'OPTIONS'
    ? new Response(null, { status: 204, headers: preflight })
    : Response.json({ got: { a: 1 } }, { headers: own });
};

const init = { headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' };

describe.each([
  ['Express', expressApp],
  ['Hono', honoApp],
  ['Koa', koaApp],
  ['a handler', () => handler],
])('cors(%s)', (_, make) => {
  let page: (origin: string) => Promise<CorsResult>;
  beforeAll(() => {
    const app = make();
    page = (origin) => cors(app).from(origin).put('/orders', init);
  });

  it('lets the page through that is allowed, and gives it the answer', async () => {
    const result = await page(APP);
    expect(corsMatchers.toBeAllowed(result).pass, result.explanation).toBe(true);
    expect(await result.response?.json()).toEqual({ got: { a: 1 } });
  });

  it('refuses another, and says why', async () => {
    const result = await page('https://evil.example');
    expect(corsMatchers.toBeAllowed(result).pass).toBe(false);
    expect(corsMatchers.toBeRefused(result).pass).toBe(true);
    expect(corsMatchers.toBeAllowed(result).message()).toMatch(
      /^Browsers refuse PUT https:\/\/api\.test\/orders from https:\/\/evil\.example at the preflight: .*whycors explain [\w-]+\)\.$/,
    );
  });
});
