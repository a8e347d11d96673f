export type * from './app.js';
export { BrowserCookies } from '../fetch/browser-cookies.js';
export * from './cors.js';
export * from './matchers.js';
