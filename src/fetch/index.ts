/**
 * A `fetch()` for Node that enforces CORS as a browser does for a page. For Node.
 */
export { BrowserCookies } from './browser-cookies.js';
export * from './create-fetch.js';
export type * from './options.js';
