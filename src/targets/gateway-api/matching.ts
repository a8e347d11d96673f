import { requestHeader } from '../../policy/index.js';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import type { Condition, Match } from './routes.js';

/** Whether a match is for a URL's scheme and host. */
export function isForHost({ hostnames, schemes }: Match, url: UrlRecord): boolean {
  return (
    (schemes === null || schemes.includes(url.protocol)) &&
    (hostnames.length === 0 || hostnames.some((name) => isHost(name, url.hostname)))
  );
}

/** A wildcard stands for one label or more. https://gateway-api.sigs.k8s.io/reference/spec/#hostname */
export function isHost(pattern: string, hostname: string): boolean {
  return pattern === hostname || (pattern.startsWith('*.') && hostname.endsWith(pattern.slice(1)));
}

/** Whether a match takes a request: all that it asks for has to hold. */
export function isMatch(
  match: Match,
  url: UrlRecord,
  request: Pick<NetworkRequest, 'method' | 'headers'>,
): boolean {
  return (
    isForHost(match, url) &&
    isPath(match, url.pathname) &&
    (match.method === '' || match.method === request.method) &&
    match.headers.every((each) => holds(each, requestHeader(request, each.name))) &&
    match.query.every((each) => holds(each, queryParameter(url.search, each.name)))
  );
}

/** Prefixes go by path elements; a regular expression is for the whole path, as Envoy has it. */
export function isPath({ type, path }: Pick<Match, 'type' | 'path'>, pathname: string): boolean {
  if (type === 'Exact') return pathname === path;
  if (type === 'PathPrefix') return isBelow(pathname, path);
  return isRegexMatch(path, pathname);
}

/** Whether a path is a prefix or below it, by path elements. */
export function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function holds({ type, value }: Condition, given: string | null): boolean {
  if (given === null) return false;
  return type === 'RegularExpression' ? isRegexMatch(value, given) : given === value;
}

/** Dialects are the implementation's; one that is no JavaScript takes nothing here. */
function isRegexMatch(pattern: string, text: string): boolean {
  return regexOf(pattern)?.test(text) === true;
}

/** A regular expression anchored at both ends; null where it is of a dialect that is not followed. */
export function regexOf(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return null;
  }
}

/** The first value of a query parameter, as the specification recommends; null where there is none. */
function queryParameter(search: string, name: string): string | null {
  for (const pair of search.slice(1).split('&')) {
    const [key = '', ...rest] = pair.split('=');
    if (pair !== '' && decoded(key) === name) return decoded(rest.join('='));
  }
  return null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
