import {
  getAllHeaders,
  OPAQUE_ORIGIN,
  parseUrl,
  type Behaviour,
  type CookieRequest,
  type CookieStore,
  type HeaderList,
  type RegistrableDomain,
  type SerializedOrigin,
  siteOf,
  type UrlRecord,
} from '../protocol/index.js';
import { defaultPath, domainMatches, isIpAddress, pathMatches } from './match.js';
import { keepsPrefix } from './prefixes.js';
import { parseSetCookie, type SetCookie } from './set-cookie.js';

/** What a jar has to know of its browser and page. */
export interface CookieJarOptions {
  readonly behaviour: Behaviour;
  readonly registrableDomain: RegistrableDomain;
  /** The origin of the page in the address bar, "null" where no site is the same as it. */
  readonly topLevelOrigin: SerializedOrigin;
}

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

/** A cookie in the jar. */
interface StoredCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none';
  /** The caller's seconds; Infinity for a session cookie. */
  readonly expires: number;
  /** Which jar it is in: '' for the common one, else the top-level site that it belongs to. */
  readonly partition: string;
  /** Its turn among cookies with paths of one length. */
  readonly created: number;
}

/**
 * The cookies of one browser, and which of them a request carries.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-user-agent-requirements
 */
export class CookieJar implements CookieStore {
  readonly #options: CookieJarOptions;
  readonly #topLevel: UrlRecord | null;
  readonly #cookies: StoredCookie[] = [];
  #created = 0;

  constructor(options: CookieJarOptions) {
    this.#options = options;
    const { topLevelOrigin } = options;
    this.#topLevel = topLevelOrigin === OPAQUE_ORIGIN ? null : parseUrl(topLevelOrigin);
  }

  /** Takes a Set-Cookie line as if a page of that URL stood in the address bar. */
  visit(url: UrlRecord, setCookie: string, now: number): void {
    const partition = this.#site(url, true);
    this.#take(url, setCookie, { now, sameSite: true, partition, shared: true, onlyFor: null });
  }

  /** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-retrieval-algorithm */
  cookieHeader(request: CookieRequest): string | null {
    if (this.#cookies.length === 0) return null;
    const { url, now } = request;
    const partitions = this.#partitions(request);
    const secure = this.#options.behaviour.isSecureForCookies(url);
    const sameSite = this.#isSameSite(request);
    const sent = this.#cookies.filter(
      (cookie) =>
        partitions.includes(cookie.partition) &&
        cookie.expires > now &&
        isFor(url.hostname, cookie) &&
        pathMatches(url.pathname, cookie.path) &&
        (secure || !cookie.secure) &&
        (sameSite || cookie.sameSite === 'none'),
    );
    if (sent.length === 0) return null;
    const byDomain = this.#options.behaviour.longerCookieDomainsFirst;
    sent.sort((a, b) => compareTurns(a, b, byDomain));
    return sent.map(({ name, value }) => (name === '' ? value : `${name}=${value}`)).join('; ');
  }

  /** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-storage-model */
  receive(request: CookieRequest, responseHeaders: HeaderList): void {
    const lines = getAllHeaders(responseHeaders, 'set-cookie');
    if (lines.length === 0) return;
    const { url, now } = request;
    const { thirdPartyCookies } = this.#options.behaviour;
    const sameSite = this.#isSameSite({ ...request, redirectedFrom: [] });
    const partition = this.#partition(request.origin);
    const shared = thirdPartyCookies !== 'partitioned' || !this.#isThirdParty(request);
    const onlyFor = thirdPartyCookies === 'not-taken' ? (this.#topLevel?.hostname ?? '') : null;
    const taking = { now, sameSite, partition, shared, onlyFor };
    for (const line of lines) this.#take(url, line, taking);
  }

  #take(url: UrlRecord, line: string, { now, sameSite, partition, shared, onlyFor }: Taking): void {
    const { behaviour } = this.#options;
    const said = this.#parse(line);
    const domain = said === null ? null : this.#domainOf(said, url.hostname);
    if (said === null || domain === null) return;
    if (onlyFor !== null && !isFor(onlyFor, domain)) return;
    const secureUrl = behaviour.isSecureForCookies(url);
    if (said.secure && !secureUrl) return;
    if (said.sameSite === 'none' && behaviour.noneNeedsSecure && !said.secure) return;
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
    if (!keepsPrefix(said, cookie.path, behaviour.cookiePrefixes)) return;
    if (!secureUrl && this.#cookies.some((old) => hides(old, cookie))) return;
    this.#store(cookie);
  }

  #parse(line: string): SetCookie | null {
    const said = parseSetCookie(line);
    if (said === null || said.name !== '' || !this.#options.behaviour.cookieNeedsName) return said;
    return /^[^;]*=/.test(line) ? null : { ...said, name: said.value, value: '' };
  }

  #store(cookie: Omit<StoredCookie, 'created'>): void {
    const at = this.#cookies.findIndex((old) => isSame(old, cookie));
    const old = this.#cookies[at];
    const { changedCookieGoesLast } = this.#options.behaviour;
    const keepsTurn = old !== undefined && !(changedCookieGoesLast && old.value !== cookie.value);
    const created = keepsTurn ? old.created : this.#created++;
    if (at >= 0) this.#cookies.splice(at, 1);
    this.#cookies.push({ ...cookie, created });
  }

  /** The domain that a cookie is for; null where it may not be for that. */
  #domainOf({ domain }: SetCookie, host: string): Pick<StoredCookie, 'domain' | 'hostOnly'> | null {
    if (domain === null) return { domain: host, hostOnly: true };
    if (this.#options.registrableDomain(domain) === null) {
      // A public suffix or an address, which may be meant only where it is the host itself.
      const { cookieDomainMayBePublicSuffix } = this.#options.behaviour;
      const allowed = cookieDomainMayBePublicSuffix || isIpAddress(host);
      return domain === host && allowed ? { domain: host, hostOnly: true } : null;
    }
    return domainMatches(host, domain) ? { domain, hostOnly: false } : null;
  }

  /** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-same-site-and-cross-site-re */
  #isSameSite({ url, origin, redirectedFrom }: CookieRequest): boolean {
    const { behaviour } = this.#options;
    const top = this.#topLevel;
    if (top === null || !this.#isOneSite(origin)) return false;
    const stayed = redirectedFrom.every(({ hostname }) => hostname === url.hostname);
    const below = behaviour.subdomainsAreSameSite && stayed;
    if (below && domainMatches(url.hostname, top.hostname)) return true;
    const visited = behaviour.sameSiteSeesRedirects ? [url, ...redirectedFrom] : [url];
    return visited.every((one) => this.#isOfTopLevel(one, behaviour.schemefulSameSite));
  }

  /** Whether the page that asks and the page in the address bar are one site. */
  #isOneSite(origin: SerializedOrigin): boolean {
    const { behaviour } = this.#options;
    if (behaviour.sameSiteByTopLevel) return this.#topLevel !== null;
    const page = origin === OPAQUE_ORIGIN ? null : parseUrl(origin);
    return page !== null && this.#isOfTopLevel(page, behaviour.schemefulSameSite);
  }

  #isOfTopLevel(url: UrlRecord, schemeful: boolean): boolean {
    const top = this.#topLevel;
    return top !== null && this.#site(top, schemeful) === this.#site(url, schemeful);
  }

  #isThirdParty({ url, origin }: CookieRequest): boolean {
    if (this.#topLevel === null || !this.#isOneSite(origin)) return true;
    return this.#site(this.#topLevel, false) !== this.#site(url, false);
  }

  /** The jars that a request is given cookies from. */
  #partitions(request: CookieRequest): readonly string[] {
    const { thirdPartyCookies } = this.#options.behaviour;
    const partition = this.#partition(request.origin);
    return thirdPartyCookies === 'partitioned' && this.#isThirdParty(request)
      ? [partition]
      : ['', partition];
  }

  /** The jar of the site in the address bar; frames of other sites in it have another one. */
  #partition(origin: SerializedOrigin): string {
    const top = this.#topLevel === null ? OPAQUE_ORIGIN : this.#site(this.#topLevel, true);
    return this.#isOneSite(origin) ? top : `${top} frame`;
  }

  #site(url: UrlRecord, schemeful: boolean): string {
    return siteOf(url, this.#options.registrableDomain, schemeful);
  }
}

function expiryOf({ maxAge, expires }: SetCookie, now: number): number {
  if (maxAge !== null) return maxAge <= 0 ? -Infinity : now + maxAge;
  return expires ?? Infinity;
}

function isFor(host: string, { domain, hostOnly }: Pick<StoredCookie, 'domain' | 'hostOnly'>) {
  return hostOnly ? host === domain : domainMatches(host, domain);
}

/** Which cookie is sent first. */
function compareTurns(a: StoredCookie, b: StoredCookie, byDomain: boolean): number {
  const longer = b.path.length - a.path.length;
  return longer || (byDomain ? domainLength(b) - domainLength(a) : 0) || a.created - b.created;
}

/** With the dot before it that a domain has which is not for one host alone. */
function domainLength({ domain, hostOnly }: StoredCookie): number {
  return domain.length + (hostOnly ? 0 : 1);
}

/** "Leave Secure Cookies Alone": whether an insecure cookie would take the place of a secure one. */
function hides(old: StoredCookie, cookie: Omit<StoredCookie, 'created'>): boolean {
  return (
    old.secure &&
    !cookie.secure &&
    old.partition === cookie.partition &&
    old.name === cookie.name &&
    (domainMatches(old.domain, cookie.domain) || domainMatches(cookie.domain, old.domain)) &&
    pathMatches(cookie.path, old.path)
  );
}

function isSame(a: StoredCookie, b: Omit<StoredCookie, 'created'>): boolean {
  return (
    a.name === b.name &&
    a.domain === b.domain &&
    a.hostOnly === b.hostOnly &&
    a.path === b.path &&
    a.partition === b.partition
  );
}
