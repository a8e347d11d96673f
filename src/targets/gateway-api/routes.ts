import { isMap, visit, type Node, type YAMLMap } from 'yaml';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';
import { schemesOf } from './listeners.js';

/** What a match asks of one header or one query parameter. */
export interface Condition {
  /** In lower case for headers, as it stands for query parameters. */
  readonly name: string;
  /** `Exact` or `RegularExpression`. */
  readonly type: string;
  readonly value: string;
}

/** One match of one rule of an HTTPRoute. */
export interface Match {
  readonly route: YAMLMap;
  readonly rule: YAMLMap;
  /** The place of the rule among those of its route. */
  readonly ruleIndex: number;
  /** The item of `matches`; null for a rule that has none. */
  readonly node: YAMLMap | null;
  readonly hostnames: readonly string[];
  /** `http:` and `https:`, as far as the listeners say; null where nothing says. */
  readonly schemes: readonly string[] | null;
  /** `Exact`, `PathPrefix` or `RegularExpression`. */
  readonly type: string;
  /** A prefix is without a slash at its end, which counts for nothing. */
  readonly path: string;
  /** Empty for every method. */
  readonly method: string;
  readonly headers: readonly Condition[];
  readonly query: readonly Condition[];
  readonly span: Span;
}

/** Whether an object is an HTTPRoute of the Gateway API. */
export function isHttpRoute(map: YAMLMap): boolean {
  return (
    textAt(map, 'kind') === 'HTTPRoute' &&
    (textAt(map, 'apiVersion') ?? '').startsWith('gateway.networking.k8s.io/')
  );
}

/** `namespace/name`. */
export function nameOf(route: YAMLMap): string {
  return `${textAt(route, 'metadata', 'namespace') ?? 'default'}/${textAt(route, 'metadata', 'name') ?? '?'}`;
}

/** The host names of a route, in lower case; none for every host of its listeners. */
export function hostnamesOf(route: YAMLMap): readonly string[] {
  return itemsAt(route, 'spec', 'hostnames').flatMap((node) => textAt(node)?.toLowerCase() ?? []);
}

/** Whether YAML anchors or aliases are used in a node: it says more, or says it elsewhere, too. */
export function hasAnchors(root: Node): boolean {
  let found = false;
  visit(root, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
    Value: (_key, node) => {
      if (node.anchor === undefined) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/**
 * All matches of the HTTPRoutes among some objects; a rule without any matches
 * every path. https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
 */
export function matchesOf(maps: readonly YAMLMap[]): readonly Match[] {
  return maps.filter(isHttpRoute).flatMap((route) => {
    const hostnames = hostnamesOf(route);
    const schemes = schemesOf(route, maps);
    return itemsAt(route, 'spec', 'rules').flatMap((rule, ruleIndex) => {
      if (!isMap(rule)) return [];
      const common = { route, rule: rule as YAMLMap, ruleIndex, hostnames };
      const own = { ...common, schemes: redirectedFrom(rule as YAMLMap, schemes) };
      const matches = itemsAt(rule, 'matches');
      const nodes: readonly (Node | null)[] = matches.length === 0 ? [null] : matches;
      return nodes.map((node) => ({ ...own, ...readMatch(node), span: spanOf(node ?? rule) }));
    });
  });
}

function readMatch(
  node: Node | null,
): Pick<Match, 'node' | 'type' | 'path' | 'method' | 'headers' | 'query'> {
  const type = textAt(node, 'path', 'type') ?? 'PathPrefix';
  const path = textAt(node, 'path', 'value') ?? '/';
  return {
    node: isMap(node) ? (node as YAMLMap) : null,
    type,
    path: type === 'PathPrefix' ? trimSlash(path) : path,
    method: textAt(node, 'method') ?? '',
    headers: conditions(node, 'headers', (name) => name.toLowerCase()),
    query: conditions(node, 'queryParams', (name) => name),
  };
}

/** Of several entries with one name, only the first counts. */
function conditions(
  node: Node | null,
  key: string,
  as: (name: string) => string,
): readonly Condition[] {
  const all = itemsAt(node, key).map((item) => ({
    name: as(textAt(item, 'name') ?? ''),
    type: textAt(item, 'type') ?? 'Exact',
    value: textAt(item, 'value') ?? '',
  }));
  return all.filter(({ name }, index) => all.findIndex((each) => each.name === name) === index);
}

/** A path without the slash at its end; `/` stays. */
export function trimSlash(path: string): string {
  return path.replace(/\/+$/, '') || '/';
}

/**
 * A rule that sends to https and changes nothing else is for http: on a listener
 * for https it would redirect for ever.
 */
function redirectedFrom(
  rule: YAMLMap,
  schemes: readonly string[] | null,
): readonly string[] | null {
  if (schemes !== null) return schemes;
  for (const filter of itemsAt(rule, 'filters')) {
    const redirect = nodeAt(filter, 'requestRedirect');
    const others = ['hostname', 'path', 'port'].filter((key) => nodeAt(redirect, key) !== null);
    if (textAt(redirect, 'scheme') === 'https' && others.length === 0) return ['http:'];
  }
  return null;
}
