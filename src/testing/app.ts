import type { RequestListener, Server } from 'node:http';
import { overFetch, type Transport } from '../fetch/transport.js';
import { overListener } from './in-process.js';

/** From a Request to a Response: a Next route handler, a worker's fetch, any router of that kind. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** An application that answers Requests by itself: Hono, Elysia, a worker's module. */
export interface FetchApp {
  readonly fetch: FetchHandler;
}

/** Koa. */
export interface KoaApp {
  callback(): RequestListener;
}

/** Fastify. */
export interface FastifyApp {
  ready(): PromiseLike<unknown>;
  readonly routing: RequestListener;
}

/** Nest, over Express or Fastify. */
export interface NestApp {
  init(): Promise<unknown>;
  getHttpServer(): unknown;
}

/** A module of Next's route handlers: functions by method. */
export interface RouteModule {
  readonly GET?: RouteHandler;
  readonly HEAD?: RouteHandler;
  readonly POST?: RouteHandler;
  readonly PUT?: RouteHandler;
  readonly PATCH?: RouteHandler;
  readonly DELETE?: RouteHandler;
  readonly OPTIONS?: RouteHandler;
}

/** Its second argument has the dynamic parts of the path, which are not known here. */
type RouteHandler = (request: never, context: never) => Response | Promise<Response>;

/** An application: what cors() can ask. */
export type App =
  | RequestListener
  | Server
  | FetchHandler
  | FetchApp
  | KoaApp
  | FastifyApp
  | NestApp
  | RouteModule;

const ROUTE_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * The way to an application in this process.
 * @throws TypeError where it is none of the kinds that are known
 */
export async function transportTo(app: App): Promise<Transport> {
  if (typeof app === 'function') {
    // A listener of Node's takes the request and the response; Express's is a function, too.
    if (app.length >= 2) return overListener(app as RequestListener);
    return overHandler(app as FetchHandler);
  }
  if ('getHttpServer' in app) {
    await app.init();
    return overListener(app.getHttpServer() as Server);
  }
  if ('routing' in app) {
    await app.ready();
    return overListener(app.routing);
  }
  if ('callback' in app) return overListener(app.callback());
  if ('fetch' in app) return overHandler((request) => app.fetch(request));
  if ('listen' in app) return overListener(app);
  const route: RouteModule = app;
  if (ROUTE_METHODS.some((method) => typeof route[method] === 'function')) {
    return overHandler((request) => answerOf(route, request));
  }
  throw new TypeError(
    'cors() takes an application with a fetch() handler, a Node listener, or a module of route handlers',
  );
}

function overHandler(handler: FetchHandler): Transport {
  return overFetch(async (input, init) => handler(new Request(input, init)));
}

/** https://nextjs.org/docs/app/api-reference/file-conventions/route: a HEAD that is not there is a GET without its body, an OPTIONS lists the methods. */
async function answerOf(route: RouteModule, request: Request): Promise<Response> {
  const method = request.method as (typeof ROUTE_METHODS)[number];
  const handler = route[method] ?? (method === 'HEAD' ? route.GET : undefined);
  if (typeof handler === 'function') {
    const context = { params: Promise.resolve({}) };
    return (handler as (request: Request, context: object) => Promise<Response>)(request, context);
  }
  if (method !== 'OPTIONS') return new Response(null, { status: 405 });
  const allow = ROUTE_METHODS.filter((name) => name in route).join(', ');
  return new Response(null, { status: 204, headers: { Allow: allow } });
}
