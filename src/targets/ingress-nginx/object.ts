import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Source, Span } from '../target.js';
import { annotationsOf, placeOf, type Annotations } from './annotations.js';

/** One path of a rule. */
export interface IngressPath {
  readonly path: string;
  /** As written; null where it is left out, which an apiserver refuses since v1. */
  readonly pathType: string | null;
  /** `service:port`, for people; null where none is named. */
  readonly backend: string | null;
  readonly span: Span;
}

/** One rule: a host, empty for every host, and its paths. */
export interface IngressRule {
  readonly host: string;
  readonly paths: readonly IngressPath[];
  readonly span: Span;
}

/** An Ingress object, from a file or a cluster, as far as CORS and routing go. */
export interface IngressObject {
  readonly source: Source;
  /** Its YAML, for changes; null where it came from a cluster. */
  readonly node: YAMLMap | null;
  readonly namespace: string;
  readonly name: string;
  /** metadata.creationTimestamp; null in files, where no object has an age. */
  readonly created: string | null;
  /** spec.ingressClassName, else the annotation kubernetes.io/ingress.class. */
  readonly className: string | null;
  readonly annotations: Annotations;
  readonly rules: readonly IngressRule[];
  /** Whether spec.tls has an entry, with hosts or without. */
  readonly tls: boolean;
  /** Hosts of spec.tls; an entry without hosts gives none. */
  readonly tlsHosts: readonly string[];
  /** `service:port` of spec.defaultBackend. */
  readonly defaultBackend: string | null;
  /** What stands for the object: its annotations, or its metadata. */
  readonly span: Span;
}

/** `namespace/name`. */
export function fullName({ namespace, name }: IngressObject): string {
  return `${namespace}/${name}`;
}

export { isIngress } from '../support/ingress.js';

/** An Ingress of a YAML text; what is missing or of another type is left out. */
export function ingressFromYaml(map: YAMLMap, source: Source): IngressObject {
  return {
    source,
    node: map,
    namespace: textAt(map, 'metadata', 'namespace') ?? 'default',
    name: textAt(map, 'metadata', 'name') ?? '?',
    created: textAt(map, 'metadata', 'creationTimestamp'),
    className:
      textAt(map, 'spec', 'ingressClassName') ??
      textAt(map, 'metadata', 'annotations', 'kubernetes.io/ingress.class'),
    annotations: annotationsOf(map),
    rules: itemsAt(map, 'spec', 'rules').map((rule) => ({
      host: textAt(rule, 'host') ?? '',
      span: spanOf(rule),
      paths: itemsAt(rule, 'http', 'paths').map((item) => ({
        path: textAt(item, 'path') ?? '/',
        pathType: textAt(item, 'pathType'),
        backend: backendOf(nodeAt(item, 'backend')),
        span: spanOf(item),
      })),
    })),
    tls: itemsAt(map, 'spec', 'tls').length > 0,
    tlsHosts: itemsAt(map, 'spec', 'tls').flatMap((entry) =>
      itemsAt(entry, 'hosts').flatMap((host) => textAt(host) ?? []),
    ),
    defaultBackend: backendOf(nodeAt(map, 'spec', 'defaultBackend')),
    span: placeOf(map),
  };
}

function backendOf(node: ReturnType<typeof nodeAt>): string | null {
  if (node === null || isScalar(node) || isSeq(node) || !isMap(node)) return null;
  const name =
    textAt(node, 'service', 'name') ??
    textAt(node, 'serviceName') ??
    textAt(node, 'resource', 'name');
  if (name === null) return null;
  const port =
    textAt(node, 'service', 'port', 'number') ??
    textAt(node, 'service', 'port', 'name') ??
    textAt(node, 'servicePort');
  return port === null ? name : `${name}:${port}`;
}
