export { CookieJar, CookieStorage } from './jar.js';
export { parseSetCookie, type SetCookie } from './set-cookie.js';
export type { CookieJarOptions } from './sites.js';
