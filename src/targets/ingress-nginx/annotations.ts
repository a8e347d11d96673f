import { entriesAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Node, YAMLMap } from 'yaml';
import type { Span } from '../target.js';

/** The prefix of the controller's annotations. */
export const PREFIX = 'nginx.ingress.kubernetes.io/';

/** What the controller sends where an annotation is missing or not valid: cors/main.go. */
export const DEFAULTS = {
  methods: 'GET, PUT, POST, DELETE, PATCH, OPTIONS',
  headers:
    'DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization',
  maxAge: '1728000',
} as const;

/** The annotations that CORS is about, without their prefix. */
export const CORS_ANNOTATIONS = [
  'enable-cors',
  'cors-allow-origin',
  'cors-allow-methods',
  'cors-allow-headers',
  'cors-expose-headers',
  'cors-allow-credentials',
  'cors-max-age',
] as const;

export type CorsAnnotation = (typeof CORS_ANNOTATIONS)[number];

/** One annotation as it stands in the file. */
export interface Annotation {
  readonly value: string;
  /** Key and value. */
  readonly span: Span;
  readonly valueSpan: Span;
}

/** An object's annotations of this controller, without their prefix. */
export type Annotations = ReadonlyMap<string, Annotation>;

/** The annotations of an Ingress; scalars that are no strings (a mistake that the API server refuses) as written. */
export function annotationsOf(ingress: YAMLMap): Annotations {
  const found = new Map<string, Annotation>();
  for (const { key, keySpan, value } of entriesAt(ingress, 'metadata', 'annotations')) {
    const text = textAt(value);
    if (!key.startsWith(PREFIX) || text === null) continue;
    const valueSpan = spanOf(value);
    found.set(key.slice(PREFIX.length), {
      value: text,
      valueSpan,
      span: { start: keySpan.start, end: valueSpan.end },
    });
  }
  return found;
}

/** Go's strconv.ParseBool; null for what is no boolean. https://pkg.go.dev/strconv#ParseBool */
export function parseBool(text: string | undefined): boolean | null {
  if (text === undefined) return null;
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : null;
}

/** The span that stands for an object: its annotations, or its metadata. */
export function placeOf(ingress: YAMLMap): Span {
  const node: Node | null =
    nodeAt(ingress, 'metadata', 'annotations') ?? nodeAt(ingress, 'metadata');
  return spanOf(node ?? ingress);
}
