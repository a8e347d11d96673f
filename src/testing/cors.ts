import type { RequestListener } from 'node:http';
import { createFetch, type CorsRefusal, type CreateFetchOptions } from '../fetch/index.js';
import { failurePhrase, failurePlace } from '../reporters/wording/failure.js';
import { fetchFromListener } from './in-process.js';

/** An application: what has a `fetch` (Hono, a Next route, a worker), such a function, or a listener of Node's (Express, Koa's callback, Fastify's routing, Nest). */
export type App =
  | RequestListener
  | { readonly fetch: (request: Request) => Response | Promise<Response> }
  | ((request: Request) => Response | Promise<Response>);

/** How a page's call to the application ended. */
export interface CorsResult {
  readonly allowed: boolean;
  /** As the page gets it; null where the browser refuses. */
  readonly response: Response | null;
  readonly refusal: CorsRefusal | null;
  /** One sentence for the output of a test. */
  readonly explanation: string;
}

/** Calls of a page, by method. */
export interface Page {
  readonly fetch: (path: string, init?: RequestInit) => Promise<CorsResult>;
  readonly get: (path: string, init?: RequestInit) => Promise<CorsResult>;
  readonly post: (path: string, init?: RequestInit) => Promise<CorsResult>;
  readonly put: (path: string, init?: RequestInit) => Promise<CorsResult>;
  readonly patch: (path: string, init?: RequestInit) => Promise<CorsResult>;
  readonly delete: (path: string, init?: RequestInit) => Promise<CorsResult>;
}

/** Where the application is, and in which browser the page runs. */
export interface CorsOptions extends Pick<CreateFetchOptions, 'engine'> {
  /** Origin of the application; paths are below it. */
  readonly base?: string;
}

/** Asks an application in this process as a browser would, with no port opened. */
export function cors(
  app: App,
  { base = 'https://api.test', engine }: CorsOptions = {},
): { readonly from: (origin: string) => Page } {
  const send = fetchOf(app);
  return {
    from: (origin) => {
      const page = createFetch({
        origin,
        fetch: send,
        ...(engine === undefined ? {} : { engine }),
      });
      const call =
        (method?: string) =>
        async (path: string, init: RequestInit = {}): Promise<CorsResult> => {
          const url = new URL(path, base);
          const asked = method === undefined ? init : { ...init, method };
          try {
            return allowed(
              await page(url, asked),
              `${asked.method ?? 'GET'} ${url.href} from ${origin}`,
            );
          } catch (error) {
            return refused(error, `${asked.method ?? 'GET'} ${url.href} from ${origin}`);
          }
        };
      return {
        fetch: call(),
        get: call('GET'),
        post: call('POST'),
        put: call('PUT'),
        patch: call('PATCH'),
        delete: call('DELETE'),
      };
    },
  };
}

function fetchOf(app: App): typeof globalThis.fetch {
  if (typeof app === 'object') return async (input, init) => app.fetch(new Request(input, init));
  // A listener of Node's takes the request and the response.
  if (app.length >= 2) return fetchFromListener(app as RequestListener);
  const handler = app as (request: Request) => Response | Promise<Response>;
  return async (input, init) => handler(new Request(input, init));
}

function allowed(response: Response, call: string): CorsResult {
  return { allowed: true, response, refusal: null, explanation: `Browsers let ${call} through.` };
}

function refused(error: unknown, call: string): CorsResult {
  const refusal = error instanceof TypeError ? (error.cause as CorsRefusal | undefined) : undefined;
  const failure = refusal?.outcome.failure;
  if (refusal === undefined || failure == null) throw error;
  const cause = refusal.causes[0]?.rule;
  const explain = cause === undefined ? '' : ` (whycors explain ${cause})`;
  const why = failurePhrase(failure).replaceAll('`', '');
  return {
    allowed: false,
    response: null,
    refusal,
    explanation: `Browsers refuse ${call} ${failurePlace(failure)}: ${why}${explain}.`,
  };
}

/** For `expect.extend` of Vitest and Jest. */
export const corsMatchers = {
  /** Passes where browsers let the page have the answer. */
  toBeAllowed({ allowed: pass, explanation }: CorsResult): {
    pass: boolean;
    message: () => string;
  } {
    return { pass, message: () => explanation };
  },
  /** Passes where browsers refuse. */
  toBeRefused({ allowed: through, explanation }: CorsResult): {
    pass: boolean;
    message: () => string;
  } {
    return { pass: !through, message: () => explanation };
  },
};
