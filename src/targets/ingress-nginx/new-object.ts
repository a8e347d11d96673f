import { stringify, type Node, type YAMLMap } from 'yaml';
import { itemsAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Change, Place } from '../target.js';
import { CORS_ANNOTATIONS, PREFIX } from './annotations.js';
import { fullName } from './object.js';
import { isBelow } from './locations.js';
import type { Location } from './servers.js';
import type { Values } from './values.js';

/**
 * An Ingress for the place alone, with annotations of its own, beside the one that
 * answers there and elsewhere. Paths at the place or below it move over: of two
 * objects with the same path the older one wins, which the new one is not.
 */
export function splitObject(
  text: string,
  { ingress, host, path, exact }: Location,
  node: YAMLMap,
  place: Place,
  values: Values,
): readonly Change[] {
  const rules = itemsAt(node, 'spec', 'rules').filter(
    (rule) => (textAt(rule, 'host') ?? '') === host,
  );
  const moving = rules.flatMap((rule) => itemsAt(rule, 'http', 'paths')).filter(at);
  function at(item: Node): boolean {
    return isBelow(place.path, textAt(item, 'path') ?? '/');
  }
  const from = `rules of Ingress ${fullName(ingress)}`;
  const removed = rules.flatMap((rule): Change[] => {
    const paths = itemsAt(rule, 'http', 'paths');
    const going = paths.filter(at);
    if (going.length === 0) return [];
    // A rule without paths would answer with the default backend: it goes as a whole.
    const nodes = going.length === paths.length ? [rule] : going;
    return nodes.map((each) => ({ where: from, text: '', at: linesOf(text, each) }));
  });
  const paths = moving.map((item) => item.toJSON() as PathJson);
  if (!paths.some((each) => each.path === place.path && each.pathType !== 'Exact'))
    paths.push({
      path: place.path,
      pathType: 'Prefix',
      backend: backendAt(rules, path, exact),
    });
  const where = `a new Ingress beside ${fullName(ingress)}, which answers other paths, too`;
  const separator = text === '' || text.endsWith('\n') ? '---\n' : '\n---\n';
  const put = separator + stringify(objectOf(node, host, place, values, paths), { lineWidth: 0 });
  return [...removed, { where, text: put, at: { start: text.length, end: text.length } }];
}

interface PathJson {
  readonly path?: string;
  readonly pathType?: string;
  readonly backend?: unknown;
}

interface WholeJson {
  readonly metadata: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: unknown;
    readonly annotations?: Readonly<Record<string, unknown>>;
  };
  readonly spec: { readonly ingressClassName?: unknown; readonly tls?: unknown };
}

function objectOf(
  node: YAMLMap,
  host: string,
  place: Place,
  values: Values,
  paths: readonly PathJson[],
): object {
  const { metadata, spec } = node.toJSON() as WholeJson;
  const others = Object.entries(metadata.annotations ?? {}).filter(
    ([key]) => !CORS_ANNOTATIONS.some((name) => key === PREFIX + name),
  );
  const set = Object.entries(values).map(([name, value]) => [PREFIX + name, value] as const);
  const slug = place.path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const name = `${metadata.name ?? 'ingress'}-${slug === '' ? 'root' : slug}`.slice(0, 253);
  return {
    apiVersion: textAt(node, 'apiVersion'),
    kind: 'Ingress',
    metadata: {
      name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: Object.fromEntries([...others, ...set]),
    },
    spec: {
      ...(spec.ingressClassName === undefined ? {} : { ingressClassName: spec.ingressClassName }),
      ...(spec.tls === undefined ? {} : { tls: spec.tls }),
      rules: [{ ...(host === '' ? {} : { host }), http: { paths } }],
    },
  };
}

/** The lines of an item of a sequence, with its dash and its line's end. */
function linesOf(text: string, item: Node): { readonly start: number; readonly end: number } {
  const span = spanOf(item);
  let end = span.end;
  while (end > span.start && /\s/.test(text[end - 1]!)) end--;
  const lineEnd = text.indexOf('\n', end);
  return {
    start: text.lastIndexOf('\n', span.start - 1) + 1,
    end: lineEnd === -1 ? text.length : lineEnd + 1,
  };
}

function backendAt(rules: readonly Node[], path: string, exact: boolean): unknown {
  for (const rule of rules)
    for (const item of itemsAt(rule, 'http', 'paths'))
      if ((textAt(item, 'path') ?? '/') === path)
        if ((textAt(item, 'pathType') === 'Exact') === exact)
          return (item.toJSON() as PathJson).backend;
  return {};
}
