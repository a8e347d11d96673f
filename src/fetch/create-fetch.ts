import type { CreateFetchOptions } from './options.js';
import { createPageFetch } from './page-fetch.js';
import { overDriver, overFetch, type Transport } from './transport.js';

/**
 * A fetch() that enforces CORS as a browser does for a page of that origin: it sends
 * preflights and cookies, follows redirects by the standard's rules, and hides what the
 * page may not read. https://fetch.spec.whatwg.org/#fetch-method
 * @throws TypeError (the promise) where the browser refuses, with a CorsRefusal as its cause
 */
export function createFetch(options: CreateFetchOptions): typeof globalThis.fetch {
  const { fetch: send } = options;
  let transport: Promise<Transport> | null = null;
  return createPageFetch(options, () => {
    transport ??= send === undefined ? overNetwork() : Promise.resolve(overFetch(send));
    return transport;
  });
}

/** Loaded only where it is used: all else runs without Node, too. */
async function overNetwork(): Promise<Transport> {
  const { createStreamingDriver } = await import('../drivers/streaming/index.js');
  const driver = createStreamingDriver({
    // https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue, as the global fetch() takes it.
    insecure: process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0',
    extraHeaders: [
      ['User-Agent', 'Mozilla/5.0 (compatible; whycors)'],
      ['Accept-Language', '*'],
    ],
  });
  return overDriver(driver);
}
