import {
  OPAQUE_ORIGIN,
  parseUrl,
  siteOf,
  type Behaviour,
  type CookieRequest,
  type RegistrableDomain,
  type SerializedOrigin,
  type UrlRecord,
} from '../protocol/index.js';
import { domainMatches } from './match.js';

/** What a jar has to know of its browser and page. */
export interface CookieJarOptions {
  readonly behaviour: Behaviour;
  readonly registrableDomain: RegistrableDomain;
  /** The origin of the page in the address bar, "null" where no site is the same as it. */
  readonly topLevelOrigin: SerializedOrigin;
}

/** What requests are to the site in the address bar. */
export class Sites {
  /** The page in the address bar, null where no site is the same as it. */
  readonly topLevel: UrlRecord | null;
  readonly #options: CookieJarOptions;

  constructor(options: CookieJarOptions) {
    this.#options = options;
    const { topLevelOrigin } = options;
    this.topLevel = topLevelOrigin === OPAQUE_ORIGIN ? null : parseUrl(topLevelOrigin);
  }

  /** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-same-site-and-cross-site-re */
  isSameSite({ url, origin, redirectedFrom }: CookieRequest): boolean {
    const { behaviour } = this.#options;
    const top = this.topLevel;
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
    if (behaviour.sameSiteByTopLevel) return this.topLevel !== null;
    const page = origin === OPAQUE_ORIGIN ? null : parseUrl(origin);
    return page !== null && this.#isOfTopLevel(page, behaviour.schemefulSameSite);
  }

  #isOfTopLevel(url: UrlRecord, schemeful: boolean): boolean {
    const top = this.topLevel;
    return top !== null && this.siteOf(top, schemeful) === this.siteOf(url, schemeful);
  }

  /** Whether a request goes to another site than the one in the address bar, or comes from a frame of another one. */
  isThirdParty({ url, origin }: CookieRequest): boolean {
    if (this.topLevel === null || !this.#isOneSite(origin)) return true;
    return this.siteOf(this.topLevel, false) !== this.siteOf(url, false);
  }

  /** The jars that a request is given cookies from. */
  partitions(request: CookieRequest): readonly string[] {
    const { thirdPartyCookies } = this.#options.behaviour;
    const partition = this.partition(request.origin);
    return thirdPartyCookies === 'partitioned' && this.isThirdParty(request)
      ? [partition]
      : ['', partition];
  }

  /** The jar of the site in the address bar; frames of other sites in it have another one. */
  partition(origin: SerializedOrigin): string {
    const top = this.topLevel === null ? OPAQUE_ORIGIN : this.siteOf(this.topLevel, true);
    return this.#isOneSite(origin) ? top : `${top} frame`;
  }

  /** The site of a URL as text. */
  siteOf(url: UrlRecord, schemeful: boolean): string {
    return siteOf(url, this.#options.registrableDomain, schemeful);
  }
}
