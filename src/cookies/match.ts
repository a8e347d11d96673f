/**
 * Whether a cookie of this domain goes to this host.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-domain-matching
 */
export function domainMatches(host: string, domain: string): boolean {
  if (host === domain) return true;
  return host.endsWith(`.${domain}`) && !isIpAddress(host);
}

/**
 * Whether a cookie of this path goes with a request for that path.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-paths-and-path-match
 */
export function pathMatches(requested: string, path: string): boolean {
  if (!requested.startsWith(path)) return false;
  return requested.length === path.length || path.endsWith('/') || requested[path.length] === '/';
}

/**
 * The path of a cookie that names none.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-paths-and-path-match
 */
export function defaultPath(pathname: string): string {
  const last = pathname.lastIndexOf('/');
  return last <= 0 ? '/' : pathname.slice(0, last);
}

/** Hosts as in parsed URLs: an IPv6 address stands in brackets, and only an IPv4 address ends in digits. */
export function isIpAddress(host: string): boolean {
  return host.startsWith('[') || /(^|\.)\d+$/.test(host);
}
