import { isMap, type YAMLMap } from 'yaml';
import { requestHeader } from '../../policy/index.js';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import { compilePattern } from '../support/pattern.js';
import { entriesAt, itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';

/** How a text is compared: https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch */
export interface StringMatch {
  readonly kind: 'exact' | 'prefix' | 'regex';
  readonly value: string;
}

/** One condition of a route; all that it names has to hold. */
export interface Match {
  readonly uri: StringMatch | null;
  readonly method: StringMatch | null;
  readonly headers: readonly (readonly [name: string, match: StringMatch])[];
  readonly ignoreUriCase: boolean;
  /** Whether it asks for something that is not followed here: query, scheme, authority, port, source … */
  readonly other: boolean;
}

/** One HTTP route of a VirtualService. */
export interface HttpRoute {
  readonly service: YAMLMap;
  readonly node: YAMLMap;
  readonly hosts: readonly string[];
  /** Any of them is enough; none stands for every request. */
  readonly matches: readonly Match[];
  readonly span: Span;
}

/** Whether an object is a VirtualService. */
export function isVirtualService(map: YAMLMap): boolean {
  return (
    textAt(map, 'kind') === 'VirtualService' &&
    (textAt(map, 'apiVersion') ?? '').startsWith('networking.istio.io/')
  );
}

/** All HTTP routes, in their order. */
export function httpRoutes(services: readonly YAMLMap[]): readonly HttpRoute[] {
  return services.flatMap((service) => {
    const hosts = itemsAt(service, 'spec', 'hosts').flatMap((node) => textAt(node) ?? []);
    return itemsAt(service, 'spec', 'http').flatMap((node) =>
      isMap(node)
        ? [
            {
              service,
              node: node as YAMLMap,
              hosts,
              matches: itemsAt(node, 'match').map(matchOf),
              span: spanOf(node),
            },
          ]
        : [],
    );
  });
}

const FOLLOWED = new Set(['name', 'uri', 'method', 'headers', 'ignoreUriCase']);

function matchOf(node: Parameters<typeof nodeAt>[0]): Match {
  return {
    uri: stringMatch(nodeAt(node, 'uri')),
    method: stringMatch(nodeAt(node, 'method')),
    headers: entriesAt(node, 'headers').flatMap(({ key, value }) => {
      const match = stringMatch(value);
      return match === null ? [] : [[key.toLowerCase(), match] as const];
    }),
    ignoreUriCase: textAt(node, 'ignoreUriCase') === 'true',
    other: entriesAt(node).some(({ key }) => !FOLLOWED.has(key)),
  };
}

/** A StringMatch; null where there is none. */
export function stringMatch(node: Parameters<typeof nodeAt>[0]): StringMatch | null {
  for (const kind of ['exact', 'prefix', 'regex'] as const) {
    const value = textAt(node, kind);
    if (value !== null) return { kind, value };
  }
  return null;
}

/** Envoy's regular expressions match the whole text (RE2). */
export function holds({ kind, value }: StringMatch, text: string): boolean {
  if (kind === 'exact') return text === value;
  if (kind === 'prefix') return text.startsWith(value);
  return compilePattern(value, true)?.test(text) ?? false;
}

/** The route that answers: the first of the host's whose match holds. */
export function answering(
  routes: readonly HttpRoute[],
  request: NetworkRequest,
  url: UrlRecord,
): HttpRoute | null {
  const here = hostRoutes(routes, url.hostname);
  return (
    here.find(
      ({ matches }) => matches.length === 0 || matches.some((each) => isMatch(each, request, url)),
    ) ?? null
  );
}

/** The routes of a host: exact names win over wildcards, the longer ones first. */
export function hostRoutes(routes: readonly HttpRoute[], hostname: string): readonly HttpRoute[] {
  const names = [...new Set(routes.flatMap(({ hosts }) => hosts))];
  const [best] = names
    .filter((name) => isHost(name, hostname))
    .toSorted(
      (a, b) => Number(a.startsWith('*')) - Number(b.startsWith('*')) || b.length - a.length,
    );
  return best === undefined ? [] : routes.filter(({ hosts }) => hosts.includes(best));
}

function isHost(pattern: string, hostname: string): boolean {
  if (pattern === '*') return true;
  return pattern === hostname || (pattern.startsWith('*.') && hostname.endsWith(pattern.slice(1)));
}

function isMatch(match: Match, request: NetworkRequest, url: UrlRecord): boolean {
  const { uri, method, headers, ignoreUriCase } = match;
  const path = ignoreUriCase ? url.pathname.toLowerCase() : url.pathname;
  const wanted = uri !== null && ignoreUriCase ? { ...uri, value: uri.value.toLowerCase() } : uri;
  return (
    (wanted === null || holds(wanted, path)) &&
    (method === null || holds(method, request.method)) &&
    headers.every(([name, each]) => {
      const value = requestHeader(request, name);
      return value !== null && holds(each, value);
    })
  );
}
