import { isMap, type Node, type YAMLMap } from 'yaml';
import { entriesAt, itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';
import { readRule, type Rule } from './rule.js';

/** One router: an item of an IngressRoute's routes, or an entry of http.routers. */
export interface Router {
  readonly kind: 'crd' | 'file';
  /** The object that holds it. */
  readonly root: YAMLMap;
  readonly node: YAMLMap;
  /** The IngressRoute's name, or the router's. */
  readonly name: string;
  readonly namespace: string;
  readonly text: string;
  readonly rule: Rule;
  readonly priority: number | null;
  /** `namespace/name` of Middleware objects, names in the file. */
  readonly middlewares: readonly string[];
  readonly span: Span;
}

/** One middleware of any kind. */
export interface Middleware {
  readonly kind: 'crd' | 'file';
  readonly root: YAMLMap;
  /** As routers name it. */
  readonly name: string;
  /** What holds `headers`, `basicAuth` and so on. */
  readonly spec: YAMLMap;
}

/** All routers and middlewares of a source. */
export interface TraefikConfig {
  readonly routers: readonly Router[];
  readonly middlewares: ReadonlyMap<string, Middleware>;
}

/** Whether an object is one of Traefik's, of Kubernetes or of the file provider. */
export function isTraefik(map: YAMLMap): boolean {
  return isCrd(map, 'IngressRoute') || isCrd(map, 'Middleware') || isDynamic(map);
}

function isCrd(map: YAMLMap, kind: string): boolean {
  return (
    textAt(map, 'kind') === kind &&
    /^traefik\.(?:io|containo\.us)\//.test(textAt(map, 'apiVersion') ?? '')
  );
}

/** The dynamic configuration of the file provider. */
function isDynamic(map: YAMLMap): boolean {
  const http = ['routers', 'middlewares'].some((key) => isMap(nodeAt(map, 'http', key)));
  return http && nodeAt(map, 'kind') === null;
}

/** Reads all that there is. */
export function configOf(maps: readonly YAMLMap[]): TraefikConfig {
  const routers: Router[] = [];
  const middlewares = new Map<string, Middleware>();
  for (const root of maps) {
    if (isCrd(root, 'IngressRoute')) routers.push(...crdRouters(root));
    else if (isCrd(root, 'Middleware')) {
      const spec = nodeAt(root, 'spec');
      const name = `${namespaceOf(root)}/${textAt(root, 'metadata', 'name') ?? '?'}`;
      if (isMap(spec)) middlewares.set(name, { kind: 'crd', root, name, spec: spec as YAMLMap });
    } else if (isDynamic(root)) {
      routers.push(...fileRouters(root));
      for (const { key, value } of entriesAt(root, 'http', 'middlewares'))
        if (isMap(value))
          middlewares.set(key, { kind: 'file', root, name: key, spec: value as YAMLMap });
    }
  }
  return { routers, middlewares };
}

export function namespaceOf(root: YAMLMap): string {
  return textAt(root, 'metadata', 'namespace') ?? 'default';
}

function crdRouters(root: YAMLMap): readonly Router[] {
  const namespace = namespaceOf(root);
  return itemsAt(root, 'spec', 'routes').flatMap((node) => {
    const text = textAt(node, 'match');
    if (!isMap(node) || text === null) return [];
    return [
      {
        kind: 'crd' as const,
        root,
        node: node as YAMLMap,
        name: textAt(root, 'metadata', 'name') ?? '?',
        namespace,
        text,
        rule: readRule(text),
        priority: priorityOf(node),
        middlewares: itemsAt(node, 'middlewares').map(
          (each) => `${textAt(each, 'namespace') ?? namespace}/${textAt(each, 'name') ?? '?'}`,
        ),
        span: spanOf(node),
      },
    ];
  });
}

function fileRouters(root: YAMLMap): readonly Router[] {
  return entriesAt(root, 'http', 'routers').flatMap(({ key, value }) => {
    const text = textAt(value, 'rule');
    if (!isMap(value) || text === null) return [];
    return [
      {
        kind: 'file' as const,
        root,
        node: value as YAMLMap,
        name: key,
        namespace: '',
        text,
        rule: readRule(text),
        priority: priorityOf(value),
        middlewares: itemsAt(value, 'middlewares').map((each) =>
          (textAt(each) ?? '?').replace(/@file$/, ''),
        ),
        span: spanOf(value),
      },
    ];
  });
}

function priorityOf(node: Node | null): number | null {
  const text = textAt(node, 'priority');
  return text === null || !/^\d+$/.test(text) || text === '0' ? null : Number(text);
}

/** Routers in the order in which Traefik asks them: by priority, which is the rule's length where none is said. */
export function inOrder(routers: readonly Router[]): readonly Router[] {
  const rank = ({ priority, text }: Router): number => priority ?? text.length;
  return routers.toSorted((a, b) => rank(b) - rank(a));
}
