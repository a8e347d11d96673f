import { CookieJar, type CookieJarOptions } from '../cookies/index.js';
import {
  parseUrl,
  type CookieRequest,
  type CookieStore,
  type HeaderList,
} from '../protocol/index.js';

/** The cookies of one call: those that -b gives, and those that answers on the way set. */
export class CallCookies implements CookieStore {
  readonly #url: string;
  readonly #given: readonly string[];
  readonly #jar: CookieJar | null;

  /**
   * @param url the URL that is called: its host gets what -b gives, whatever a browser's jar would do
   * @param given as in a Cookie header
   * @param jar null where answers' cookies are not kept
   */
  constructor(url: string, given: string | null, jar: CookieJarOptions | null) {
    this.#url = url;
    this.#given = given === null ? [] : [given];
    this.#jar = jar === null ? null : new CookieJar(jar);
  }

  cookieHeader(request: CookieRequest): string | null {
    const own = this.#given.length > 0 && request.url.hostname === parseUrl(this.#url)?.hostname;
    const given = own ? this.#given : [];
    const set = this.#jar?.cookieHeader(request) ?? null;
    if (set === null) return given[0] ?? null;
    // A cookie that an answer has set takes the place of the one that was given.
    const names = new Set(set.split('; ').map((pair) => nameOf(pair)));
    const left = given
      .flatMap((pairs) => pairs.split(';'))
      .map((pair) => pair.trim())
      .filter((pair) => pair !== '' && !names.has(nameOf(pair)));
    return [...left, set].join('; ');
  }

  receive(request: CookieRequest, responseHeaders: HeaderList): void {
    this.#jar?.receive(request, responseHeaders);
  }
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0]!.trim();
}
