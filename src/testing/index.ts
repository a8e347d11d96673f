/**
 * Tests of an API: asks an application in the test's own process as a page would. For Node.
 */
export type * from './app.js';
export { BrowserCookies } from '../fetch/browser-cookies.js';
export * from './cors.js';
export * from './matchers.js';
