export { BrowserCookies } from './browser-cookies.js';
export * from './create-fetch.js';
export type * from './options.js';
