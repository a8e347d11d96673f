/**
 * A `fetch()` for Node that enforces CORS as a browser does for a page. For Node.
 */
export * from './create-fetch.js';
