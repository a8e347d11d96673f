export { CookieJar, type CookieJarOptions } from './jar.js';
export { parseSetCookie, type SetCookie } from './set-cookie.js';
