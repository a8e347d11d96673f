import { remembering } from './recent.js';

/**
 * The URL Standard's API, which every host of this code has (Node, browsers,
 * workers). Declared here so that this folder needs neither Node's nor the
 * DOM's types. https://url.spec.whatwg.org/#api
 */
export interface UrlRecord {
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

declare const URL: {
  new (url: string, base?: string): UrlRecord;
};

const parseAbsolute = remembering((input) => parse(input));

/** Parses a URL, null on failure. https://url.spec.whatwg.org/#concept-url-parser */
export function parseUrl(input: string, base?: string): UrlRecord | null {
  return base === undefined ? parseAbsolute(input) : parse(input, base);
}

/** The URL with the fragment of another one, where it has none itself. */
export function withFragmentOf(url: UrlRecord, other: UrlRecord): UrlRecord {
  // An empty fragment (`/x#`) is a fragment, too, though `hash` does not tell.
  if (other.hash === '' || url.href.includes('#')) return url;
  return parseAbsolute(url.href + other.hash) ?? url;
}

/** Without URL.canParse, which costs as much as a URL once more. */
function constructed(input: string, base: string | undefined): UrlRecord | null {
  try {
    return new URL(input, base);
  } catch {
    return null;
  }
}

function parse(input: string, base?: string): UrlRecord | null {
  // Much that is asked about is no URL, and an exception costs twenty times as much as a URL.
  if (base === undefined && !input.includes(':')) return null;
  let url = constructed(input, base);
  if (url === null) return null;
  // In the path percent-encode set, which Node does not know yet.
  if (url.pathname.includes('^'))
    url = new URL(url.href.replace(/^[^?#]*/, (path) => path.replaceAll('^', '%5E')));
  // Hosts put these together anew each time that they are read, and they are read all the time.
  const { href, origin, protocol, username, password, host } = url;
  const { hostname, port, pathname, search, hash } = url;
  return {
    href,
    origin,
    protocol,
    username,
    password,
    host,
    hostname,
    port,
    pathname,
    search,
    hash,
  };
}

/** https://url.spec.whatwg.org/#concept-url-serializer with exclude fragment true. */
export function withoutFragment(url: UrlRecord): string {
  const hash = url.href.indexOf('#');
  return hash < 0 ? url.href : url.href.slice(0, hash);
}

/** https://url.spec.whatwg.org/#include-credentials */
export function includesCredentials(url: UrlRecord): boolean {
  return url.username !== '' || url.password !== '';
}

/** The URL as a server gets to see it: no fragment, no user name, no password. */
export function networkUrl(url: UrlRecord): string {
  const href = withoutFragment(url);
  if (!includesCredentials(url)) return href;
  return href.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/, '$1');
}

/** https://fetch.spec.whatwg.org/#http-scheme */
export function isHttpScheme(url: UrlRecord): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}
