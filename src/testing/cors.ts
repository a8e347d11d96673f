import type { CorsRefusal, CreateFetchOptions } from '../fetch/options.js';
import { createPageFetch } from '../fetch/page-fetch.js';
import { failurePhrase, failurePlace } from '../reporters/wording/failure.js';
import { transportTo, type App, type FetchHandler } from './app.js';

/** How a page's call to the application ended. */
export interface CorsResult {
  readonly allowed: boolean;
  /** As the page gets it; null where the browser refuses. */
  readonly response: Response | null;
  readonly refusal: CorsRefusal | null;
  /** One sentence for the output of a test. */
  readonly explanation: string;
}

type Call = (path: string, init?: RequestInit) => Promise<CorsResult>;

/** Calls of a page, by method. Calls of one page share its preflight cache and its cookies. */
export interface Page {
  readonly fetch: Call;
  readonly get: Call;
  readonly post: Call;
  readonly put: Call;
  readonly patch: Call;
  readonly delete: Call;
}

/** Where the application is, in which browser the page runs, and with which cookies. */
export interface CorsOptions extends Pick<CreateFetchOptions, 'engine' | 'cookieJar'> {
  /** Origin of the application; paths are below it. */
  readonly base?: string;
}

/** An application as pages see it. */
export interface Asked {
  /** A page of this origin, with nothing in its preflight cache. */
  readonly from: (origin: string) => Page;
}

/**
 * Asks an application in this process as a browser would, with no port opened.
 * What throws is never the browser's refusal but a fault of the call or of the application.
 */
export function cors(handler: FetchHandler, options?: CorsOptions): Asked;
export function cors(app: App, options?: CorsOptions): Asked;
export function cors(app: App, { base = 'https://api.test', ...options }: CorsOptions = {}): Asked {
  const transport = transportTo(app);
  // A page may never ask; whoever does gets the error.
  transport.catch(() => undefined);
  return {
    from: (origin) => {
      const page = createPageFetch({ origin, ...options }, () => transport);
      const call =
        (method?: string): Call =>
        async (path, init = {}) => {
          const url = new URL(path, base);
          const asked = method === undefined ? init : { ...init, method };
          const what = `${asked.method ?? 'GET'} ${url.href} from ${origin}`;
          try {
            return allowed(await page(url, asked), what);
          } catch (error) {
            return refused(error, what);
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

function allowed(response: Response, call: string): CorsResult {
  return { allowed: true, response, refusal: null, explanation: `Browsers let ${call} through.` };
}

function refused(error: unknown, call: string): CorsResult {
  const cause = error instanceof TypeError ? error.cause : undefined;
  if (!isRefusal(cause) || cause.outcome.failure === null) throw error;
  const { failure } = cause.outcome;
  const rule = cause.causes[0]?.rule;
  const explain = rule === undefined ? '' : ` (whycors explain ${rule})`;
  const why = failurePhrase(failure).replaceAll('`', '');
  return {
    allowed: false,
    response: null,
    refusal: cause,
    explanation: `Browsers refuse ${call} ${failurePlace(failure)}: ${why}${explain}.`,
  };
}

function isRefusal(cause: unknown): cause is CorsRefusal {
  return typeof cause === 'object' && cause !== null && 'outcome' in cause;
}
