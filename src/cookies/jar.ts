import {
  getAllHeaders,
  type CookieRequest,
  type CookieStore,
  type HeaderList,
  type UrlRecord,
} from '../protocol/index.js';
import { defaultPath, domainMatches, isIpAddress, pathMatches } from './match.js';
import { keepsPrefix } from './prefixes.js';
import { parseSetCookie, type SetCookie } from './set-cookie.js';
import { Sites, type CookieJarOptions } from './sites.js';
import {
  compareTurns,
  expiryOf,
  hides,
  isFor,
  replaces,
  type CookieDomain,
  type NewCookie,
  type StoredCookie,
} from './stored-cookie.js';

/** How Set-Cookie lines are taken. */
interface Taking {
  readonly now: number;
  /** Whether the request was same-site. */
  readonly sameSite: boolean;
  /** The jar of the site in the address bar. */
  readonly partition: string;
  /** Whether cookies without Partitioned go to the jar that all sites share. */
  readonly shared: boolean;
  /** The host that all cookies have to be for, null where it does not matter. */
  readonly onlyFor: string | null;
}

/** The cookies that a browser has kept, whichever page asks. */
export class CookieStorage {
  cookies: readonly StoredCookie[] = [];
  /** How many there have been. */
  created = 0;
}

/**
 * The cookies of one browser as a page has them: which it is sent, which are taken.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-user-agent-requirements
 */
export class CookieJar implements CookieStore {
  readonly #options: CookieJarOptions;
  readonly #sites: Sites;
  readonly #storage: CookieStorage;

  /** @param storage given on from page to page; a new one without it */
  constructor(options: CookieJarOptions, storage: CookieStorage = new CookieStorage()) {
    this.#options = options;
    this.#sites = new Sites(options);
    this.#storage = storage;
  }

  /** Takes a Set-Cookie line as if a page of that URL stood in the address bar. */
  visit(url: UrlRecord, setCookie: string, now: number): void {
    const partition = this.#sites.siteOf(url, true);
    this.#take(url, setCookie, { now, sameSite: true, partition, shared: true, onlyFor: null });
  }

  /** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-retrieval-algorithm */
  cookieHeader(request: CookieRequest): string | null {
    if (this.#storage.cookies.length === 0) return null;
    const { url, now } = request;
    const partitions = this.#sites.partitions(request);
    const { behaviour } = this.#options;
    const sameSite = this.#sites.isSameSite(request);
    const sent = this.#storage.cookies.filter(
      (cookie) =>
        partitions.includes(cookie.partition) &&
        cookie.expires > now &&
        isFor(url.hostname, cookie) &&
        pathMatches(url.pathname, cookie.path) &&
        (sameSite || cookie.sameSite === 'none') &&
        (!cookie.secure || behaviour.isSecureForCookies(url)),
    );
    if (sent.length === 0) return null;
    if (sent.length > 1) {
      const byDomain = behaviour.longerCookieDomainsFirst;
      sent.sort((a, b) => compareTurns(a, b, byDomain));
    }
    return sent.map(({ name, value }) => (name === '' ? value : `${name}=${value}`)).join('; ');
  }

  /** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-storage-model */
  receive(request: CookieRequest, responseHeaders: HeaderList): void {
    const lines = getAllHeaders(responseHeaders, 'set-cookie');
    if (lines.length === 0) return;
    const { url, now } = request;
    const { thirdPartyCookies } = this.#options.behaviour;
    const sameSite = this.#sites.isSameSite({ ...request, redirectedFrom: [] });
    const partition = this.#sites.partition(request.origin);
    const shared = thirdPartyCookies !== 'partitioned' || !this.#sites.isThirdParty(request);
    const onlyFor =
      thirdPartyCookies === 'not-taken' ? (this.#sites.topLevel?.hostname ?? '') : null;
    const taking = { now, sameSite, partition, shared, onlyFor };
    for (const line of lines) this.#take(url, line, taking);
  }

  #take(url: UrlRecord, line: string, { now, sameSite, partition, shared, onlyFor }: Taking): void {
    const { behaviour } = this.#options;
    const said = this.#parse(line);
    const domain = said === null ? null : this.#domainOf(said, url.hostname);
    if (said === null || domain === null) return;
    if (onlyFor !== null && !isFor(onlyFor, domain)) return;
    if (said.secure && !behaviour.isSecureForCookies(url)) return;
    if (said.sameSite === 'none' && !said.secure && behaviour.noneNeedsSecure) return;
    const cookie = {
      name: said.name,
      value: said.value,
      ...domain,
      path: said.path ?? defaultPath(url.pathname),
      secure: said.secure,
      sameSite: said.sameSite ?? behaviour.defaultSameSite,
      expires: expiryOf(said, now),
      partition: shared && !(said.partitioned && behaviour.knowsPartitioned) ? '' : partition,
    };
    if (said.partitioned && behaviour.knowsPartitioned && !said.secure) return;
    if (cookie.sameSite !== 'none' && !sameSite) return;
    if (!keepsPrefix(said, cookie.path, behaviour)) return;
    this.#storage.cookies = this.#storage.cookies.filter(({ expires }) => expires > now);
    const hidden = this.#storage.cookies.some((old) => hides(old, cookie));
    if (hidden && !behaviour.isSecureForCookies(url)) return;
    this.#store(cookie, now);
  }

  #parse(line: string): SetCookie | null {
    const said = parseSetCookie(line);
    if (said === null || said.name !== '' || !this.#options.behaviour.cookieNeedsName) return said;
    return /^[^;]*=/.test(line) ? null : { ...said, name: said.value, value: '' };
  }

  /** What has expired already takes an old cookie away and leaves nothing. */
  #store(cookie: NewCookie, now: number): void {
    const old = this.#storage.cookies.find((one) => replaces(cookie, one));
    const keepsTurn =
      old !== undefined &&
      (old.value === cookie.value || !this.#options.behaviour.changedCookieGoesLast);
    const created = keepsTurn ? old.created : this.#storage.created++;
    this.#storage.cookies = this.#storage.cookies.filter((one) => one !== old);
    const { cookies } = this.#storage;
    if (cookie.expires > now) this.#storage.cookies = [...cookies, { ...cookie, created }];
  }

  /** The domain that a cookie is for; null where it may not be for that. */
  #domainOf({ domain }: SetCookie, host: string): CookieDomain | null {
    if (domain === null) return { domain: host, hostOnly: true };
    if (this.#options.registrableDomain(domain) === null) {
      // A public suffix or an address, which may be meant only where it is the host itself.
      const allowed =
        domain === host &&
        (isIpAddress(host) || this.#options.behaviour.cookieDomainMayBePublicSuffix);
      return allowed ? { domain: host, hostOnly: true } : null;
    }
    return domainMatches(host, domain) ? { domain, hostOnly: false } : null;
  }
}
