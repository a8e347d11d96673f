import { CookieJar, CookieStorage } from '../cookies/index.js';
import { registrableDomain } from '../cookies/registrable-domain.js';
import { ENGINES, type EngineName } from '../engines/index.js';
import {
  parseUrl,
  type Behaviour,
  type CookieStore,
  type SerializedOrigin,
  type UrlRecord,
} from '../protocol/index.js';

const storages = new WeakMap<BrowserCookies, CookieStorage>();

/** The cookies of one browser, for all the pages in it: a `cookieJar` to be given to createFetch(). */
export class BrowserCookies {
  readonly #behaviour: Behaviour;

  constructor({ engine = 'chromium' }: { readonly engine?: EngineName } = {}) {
    this.#behaviour = ENGINES[engine].behaviour;
    storages.set(this, new CookieStorage());
  }

  /**
   * Takes a Set-Cookie line as if that URL had been visited.
   * @throws TypeError where the URL cannot be parsed
   */
  setCookie(setCookie: string, url: string | URL): void {
    const { jar, parsed } = this.#visiting(url);
    jar.visit(parsed, setCookie, now());
  }

  /**
   * The Cookie header that a visit of that URL would carry; empty for none.
   * @throws TypeError where the URL cannot be parsed
   */
  getCookieString(url: string | URL): string {
    const { jar, parsed } = this.#visiting(url);
    const request = { url: parsed, method: 'GET', origin: parsed.origin, redirectedFrom: [] };
    return jar.cookieHeader({ ...request, now: now() }) ?? '';
  }

  #visiting(url: string | URL): { readonly jar: CookieJar; readonly parsed: UrlRecord } {
    const parsed = parseUrl(String(url));
    if (parsed === null) throw new TypeError(`${String(url)} is no absolute URL`);
    return { jar: jarFor(this, parsed.origin, this.#behaviour), parsed };
  }
}

/** The cookies as a page of this origin has them in the address bar. */
export function cookiesOfPage(
  cookies: BrowserCookies,
  topLevelOrigin: SerializedOrigin,
  behaviour: Behaviour,
): CookieStore {
  return jarFor(cookies, topLevelOrigin, behaviour);
}

function jarFor(
  cookies: BrowserCookies,
  topLevelOrigin: SerializedOrigin,
  behaviour: Behaviour,
): CookieJar {
  const storage = storages.get(cookies);
  if (storage === undefined) throw new TypeError('cookieJar has to be a BrowserCookies');
  return new CookieJar({ behaviour, registrableDomain, topLevelOrigin }, storage);
}

/** Seconds since 1970, as Expires of a cookie has them. */
function now(): number {
  return Date.now() / 1000;
}
