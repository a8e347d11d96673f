import type { Source, Span } from '../target.js';
import { PREFIX, type Annotation } from './annotations.js';
import type { IngressObject, IngressPath, IngressRule } from './object.js';

/** What came from a cluster has no place in a file. */
const NOWHERE: Span = { start: 0, end: 0 };

type Json = Readonly<Record<string, unknown>>;

/** An Ingress as `kubectl get ingress -o json` prints it; null for what is none. */
export function ingressFromJson(value: unknown, source: Source): IngressObject | null {
  const object = record(value);
  const metadata = record(object['metadata']);
  const spec = record(object['spec']);
  if (object['kind'] !== 'Ingress' || typeof metadata['name'] !== 'string') return null;
  const given = record(metadata['annotations']);
  return {
    source,
    node: null,
    namespace: text(metadata['namespace']) ?? 'default',
    name: metadata['name'],
    created: text(metadata['creationTimestamp']),
    className: text(spec['ingressClassName']) ?? text(given['kubernetes.io/ingress.class']),
    annotations: new Map(
      Object.entries(given).flatMap(([key, each]): [string, Annotation][] =>
        key.startsWith(PREFIX) && typeof each === 'string'
          ? [[key.slice(PREFIX.length), { value: each, span: NOWHERE, valueSpan: NOWHERE }]]
          : [],
      ),
    ),
    rules: list(spec['rules']).map((rule): IngressRule => ({
      host: text(rule['host']) ?? '',
      span: NOWHERE,
      paths: list(record(rule['http'])['paths']).map((item): IngressPath => ({
        path: text(item['path']) ?? '/',
        pathType: text(item['pathType']),
        backend: backend(item['backend']),
        span: NOWHERE,
      })),
    })),
    tls: list(spec['tls']).length > 0,
    tlsHosts: list(spec['tls']).flatMap(({ hosts }) =>
      Array.isArray(hosts) ? hosts.filter((host): host is string => typeof host === 'string') : [],
    ),
    defaultBackend: backend(spec['defaultBackend']),
    span: NOWHERE,
  };
}

function backend(value: unknown): string | null {
  const service = record(record(value)['service']);
  const name = text(service['name']) ?? text(record(record(value)['resource'])['name']);
  if (name === null) return null;
  const { number, name: named } = record(service['port']);
  const port = typeof number === 'number' ? String(number) : text(named);
  return port === null ? name : `${name}:${port}`;
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
