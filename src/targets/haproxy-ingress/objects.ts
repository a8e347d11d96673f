import type { YAMLMap } from 'yaml';
import type { UrlRecord } from '../../protocol/index.js';
import { isIngress } from '../support/ingress.js';
import { entriesAt, itemsAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';

/** Two projects have an Ingress controller with HAProxy; their annotations differ. */
export type Controller = 'haproxy-ingress' | 'haproxytech';

/** The prefixes of their annotations. */
export const PREFIX: Readonly<Record<Controller, string>> = {
  'haproxy-ingress': 'haproxy-ingress.github.io/',
  haproxytech: 'haproxy.org/',
};

/** One annotation as it stands in the file. */
export interface Annotation {
  readonly value: string;
  /** Key and value. */
  readonly span: Span;
  readonly valueSpan: Span;
}

/** An Ingress that one of the controllers serves, with its annotations without their prefix. */
export interface IngressObject {
  readonly map: YAMLMap;
  readonly controller: Controller;
  /** Whether an annotation says which controller it is, or only a class that both use. */
  readonly isCertain: boolean;
  readonly annotations: ReadonlyMap<string, Annotation>;
}

/** The class of an Ingress, by field or by annotation. */
export function classOf(map: YAMLMap): string {
  return (
    textAt(map, 'spec', 'ingressClassName') ??
    textAt(map, 'metadata', 'annotations', 'kubernetes.io/ingress.class') ??
    ''
  );
}

/** The objects that are for one of the controllers. Without a prefix, the class and the others of the file decide. */
export function objectsOf(maps: readonly YAMLMap[]): readonly IngressObject[] {
  const ingresses = maps.filter(isIngress);
  const said = ingresses.map(controllerSaid);
  const others = said.find((each) => each !== null) ?? null;
  return ingresses.flatMap((map, index) => {
    const own = said[index] ?? null;
    const name = classOf(map);
    if (own === null && !/haproxy/i.test(name)) return [];
    const byClass = /haproxy-?tech|haproxy\.org/i.test(name) ? 'haproxytech' : null;
    const controller = own ?? byClass ?? others ?? 'haproxy-ingress';
    const isCertain = own !== null || byClass !== null || others !== null;
    return [{ map, controller, isCertain, annotations: annotationsOf(map, controller) }];
  });
}

function controllerSaid(map: YAMLMap): Controller | null {
  const keys = entriesAt(map, 'metadata', 'annotations').map(({ key }) => key);
  if (keys.some((key) => key.startsWith(PREFIX.haproxytech))) return 'haproxytech';
  return keys.some((key) => key.startsWith(PREFIX['haproxy-ingress'])) ? 'haproxy-ingress' : null;
}

function annotationsOf(map: YAMLMap, controller: Controller): ReadonlyMap<string, Annotation> {
  const found = new Map<string, Annotation>();
  for (const { key, keySpan, value } of entriesAt(map, 'metadata', 'annotations')) {
    const text = textAt(value);
    if (!key.startsWith(PREFIX[controller]) || text === null) continue;
    const valueSpan = spanOf(value);
    const span = { start: keySpan.start, end: valueSpan.end };
    found.set(key.slice(PREFIX[controller].length), { value: text, valueSpan, span });
  }
  return found;
}

/** One path of one rule. */
export interface Location {
  readonly object: IngressObject;
  /** Empty for every host. */
  readonly host: string;
  readonly path: string;
  readonly type: string;
  readonly span: Span;
}

/** All paths of all objects, in their order. */
export function locationsOf(objects: readonly IngressObject[]): readonly Location[] {
  return objects.flatMap((object) =>
    itemsAt(object.map, 'spec', 'rules').flatMap((rule) =>
      itemsAt(rule, 'http', 'paths').map((item) => ({
        object,
        host: textAt(rule, 'host') ?? '',
        path: textAt(item, 'path') ?? '/',
        type: textAt(item, 'pathType') ?? 'Prefix',
        span: spanOf(item),
      })),
    ),
  );
}

/** The path that answers a URL: names before wildcards before none, exact paths before long ones. */
export function locationFor(locations: readonly Location[], url: UrlRecord): Location | null {
  const { hostname, pathname } = url;
  const wildcard = `*${hostname.slice(Math.max(0, hostname.indexOf('.')))}`;
  for (const host of [hostname, wildcard, '']) {
    const [best] = locations
      .filter((each) => each.host === host && matchesPath(each, pathname))
      .toSorted(
        (a, b) =>
          Number(b.type === 'Exact') - Number(a.type === 'Exact') || b.path.length - a.path.length,
      );
    if (best !== undefined) return best;
  }
  return null;
}

/** Prefixes are compared by elements; what is left to the controller, letter by letter. */
function matchesPath({ path, type }: Location, pathname: string): boolean {
  if (type === 'Exact') return pathname === path;
  if (type === 'ImplementationSpecific') return pathname.startsWith(path);
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
