export { CookieJar, CookieStorage } from './jar.js';
export { parseSetCookie } from './set-cookie.js';
export type { CookieJarOptions } from './sites.js';
