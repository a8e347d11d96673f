import type { YAMLMap } from 'yaml';
import type { UrlRecord } from '../../protocol/index.js';
import { itemsAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';
import { annotationsOf, parseBool, type Annotations } from './annotations.js';

/** One path of one rule of an Ingress: what becomes a location of the controller's nginx. */
export interface Location {
  readonly ingress: YAMLMap;
  readonly annotations: Annotations;
  /** Empty for every host. */
  readonly host: string;
  readonly path: string;
  readonly exact: boolean;
  readonly span: Span;
}

/** All locations of the objects, in the objects' order. internal/ingress/controller/controller.go */
export function locationsOf(ingresses: readonly YAMLMap[]): readonly Location[] {
  return ingresses.flatMap((ingress) => {
    const annotations = annotationsOf(ingress);
    if (parseBool(annotations.get('canary')?.value) === true) return [];
    return itemsAt(ingress, 'spec', 'rules').flatMap((rule) =>
      itemsAt(rule, 'http', 'paths').map((item) => ({
        ingress,
        annotations,
        host: textAt(rule, 'host') ?? '',
        path: textAt(item, 'path') ?? '/',
        exact: textAt(item, 'pathType') === 'Exact',
        span: spanOf(item),
      })),
    );
  });
}

/** What answers a URL. */
export type Answering =
  | { readonly kind: 'location'; readonly location: Location }
  /** The host is served, the path is not: a 404 under the first object's annotations. */
  | { readonly kind: 'default'; readonly location: Location }
  | { readonly kind: 'none' };

/**
 * Finds the location that answers. Among equal ones the first wins: the controller
 * takes the oldest object, a file has the order in which they stand.
 */
export function answering(locations: readonly Location[], url: UrlRecord): Answering {
  const host = hostOf(locations, url.hostname);
  const here = locations.filter((location) => location.host === host);
  const [first] = here;
  if (host === null || first === undefined) return { kind: 'none' };
  const regex = here.some(usesRegex);
  const matching = here.filter((location) =>
    regex ? matchesRegex(location, url.pathname) : matchesPath(location, url.pathname),
  );
  const [best] = matching.toSorted(
    (a, b) =>
      Number(b.exact && !regex) - Number(a.exact && !regex) || b.path.length - a.path.length,
  );
  return best === undefined
    ? { kind: 'default', location: first }
    : { kind: 'location', location: best };
}

/** Exact names win over wildcards of one label, those over rules without a host. */
function hostOf(locations: readonly Location[], hostname: string): string | null {
  const hosts = new Set(locations.map(({ host }) => host));
  const wildcard = `*${hostname.slice(Math.max(0, hostname.indexOf('.')))}`;
  return [hostname, wildcard, ''].find((host) => hosts.has(host)) ?? null;
}

/** One such object turns all locations of its host into regular expressions. */
export function usesRegex({ annotations, path }: Location): boolean {
  if (parseBool(annotations.get('use-regex')?.value) === true) return true;
  const rewrite = annotations.get('rewrite-target')?.value;
  return rewrite !== undefined && rewrite !== path;
}

/** Prefix by path elements: `/foo` is `/foo` and `/foo/…`, not `/foobar`. */
function matchesPath({ path, exact }: Location, pathname: string): boolean {
  if (exact) return pathname === path;
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return pathname === path || pathname.startsWith(prefix);
}

function matchesRegex({ path }: Location, pathname: string): boolean {
  try {
    return new RegExp(`^${path}`, 'i').test(pathname);
  } catch {
    return false;
  }
}
