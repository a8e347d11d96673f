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
  hash: string;
}

declare const URL: {
  new (url: string, base?: string): UrlRecord;
  canParse(url: string, base?: string): boolean;
};

/** Absolute URLs parsed of late: one call meets the same few again and again, and parsing is the dearest thing it does. */
const recent = new Map<string, UrlRecord | null>();
const RECENT = 64;

/**
 * Parses a URL, null on failure. https://url.spec.whatwg.org/#concept-url-parser
 * Without a base the record is shared, so it must not be changed.
 */
export function parseUrl(input: string, base?: string): UrlRecord | null {
  if (base !== undefined) return parse(input, base);
  let url = recent.get(input);
  if (url === undefined) {
    if (recent.size >= RECENT) recent.clear();
    recent.set(input, (url = parse(input)));
  }
  return url;
}

function parse(input: string, base?: string): UrlRecord | null {
  // canParse first: constructing and catching the exception costs twenty times as much.
  if (!URL.canParse(input, base)) return null;
  const url: UrlRecord = new URL(input, base);
  if (!url.pathname.includes('^')) return url;
  // In the path percent-encode set, which Node does not know yet.
  return new URL(url.href.replace(/^[^?#]*/, (path) => path.replaceAll('^', '%5E')));
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
