import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import type { IncomingMessage, RequestListener } from 'node:http';

// Neither of them has types of its own.
const require = createRequire(import.meta.url);
const cors = require('@koa/cors') as (options: object) => unknown;
const Koa = require('koa') as new () => KoaApp;

interface KoaApp {
  readonly use: (middleware: unknown) => void;
  readonly callback: () => RequestListener;
}

interface Context {
  readonly req: IncomingMessage;
  readonly method: string;
  readonly get: (name: string) => string;
  body: unknown;
}

const allowed = (context: Context) => context.get('Origin') === 'https://app.example.com';

export const app = new Koa();
app.use(
  cors({
    allowMethods: ['PUT'],
    origin: (context: Context) => (allowed(context) ? context.get('Origin') : ''),
  }),
);
app.use(async (context: Context) => {
  if (context.method !== 'PUT') return;
  context.body = { got: JSON.parse(await text(context.req)) as unknown };
});
