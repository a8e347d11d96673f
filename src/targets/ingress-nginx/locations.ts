import type { UrlRecord } from '../../protocol/index.js';
import type { Location, Server, Servers } from './servers.js';

/** What answers a URL. */
export interface Answering {
  readonly server: Server;
  readonly location: Location;
}

/** Finds the server and its location that answer; null where the controller has none for the host. */
export function answering(servers: Servers, url: UrlRecord): Answering | null {
  const server = serverFor(servers, url.hostname);
  if (server === null) return null;
  const location = locationFor(server, decoded(url.pathname));
  return location === null ? null : { server, location };
}

/** Exact names win over wildcards, which stand for one label, those over rules without a host. */
export function serverFor(servers: Servers, hostname: string): Server | null {
  const dot = hostname.indexOf('.');
  const wildcard = dot === -1 ? hostname : `*${hostname.slice(dot)}`;
  return servers.get(hostname) ?? servers.get(wildcard) ?? servers.get('') ?? null;
}

/** The location of a server for a path, as nginx chooses it; null where none matches. */
export function locationFor(server: Server, path: string): Location | null {
  if (server.regexBy !== null)
    return server.locations.find((location) => matchesRegex(location, path)) ?? null;
  const exact = server.locations.find((location) => location.exact && location.path === path);
  // Longest first is the order of the list.
  return (
    exact ??
    server.locations.find((location) => !location.exact && isBelow(location.path, path)) ??
    null
  );
}

/** Prefix by path elements: `/foo` is `/foo` and `/foo/…`, not `/foobar`. location.go */
export function isBelow(prefix: string, path: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

/**
 * `~* "^path"`, whether the object asked for that or another of its host did: the end is
 * open, so that Exact and Prefix lose theirs. template.go, buildLocation
 */
function matchesRegex(location: Location, path: string): boolean {
  try {
    return new RegExp(`^${location.path}`, 'i').test(path);
  } catch {
    return false;
  }
}

/** nginx chooses by the decoded path, with slashes in a row as one. */
function decoded(path: string): string {
  let text = path;
  try {
    text = decodeURIComponent(path);
  } catch {
    // Not UTF-8: compared as it stands.
  }
  return text.replaceAll(/\/{2,}/g, '/');
}
