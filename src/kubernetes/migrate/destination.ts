import type { FileTarget } from '../../targets/index.js';
import type { RoutedObject } from './routed.js';

/** Where CORS is carried to: who routes there, and which target says CORS there. */
export interface Destination {
  readonly id: string;
  readonly title: string;
  readonly target: FileTarget;
  /** What a user has to know before anything else, a sentence each. */
  readonly notes: readonly string[];
  /** Whether a host is to have one object, into which all Ingress objects of it go. */
  readonly perHost?: boolean;
  /** Whether CORS is said of a host in whole, and not of its paths. */
  readonly corsPerHost?: boolean;
  /** How the target has a regular expression of paths, as `write` says it; absent where it is not carried over. */
  readonly pattern?: (path: string) => string;
  /** Objects that route as an Ingress object did, as YAML documents that say nothing of CORS. */
  readonly write: (object: RoutedObject) => string;
}

/** Several objects as YAML documents. */
export function documents(
  objects: readonly object[],
  stringify: (value: object) => string,
): string {
  return objects.map((object) => `---\n${stringify(object)}`).join('');
}

/** Metadata of a new object in the Ingress's namespace. */
export function metadataOf(
  { ingress }: RoutedObject,
  suffix = '',
): { readonly name: string; readonly namespace: string } {
  return { name: `${ingress.name}${suffix}`.slice(0, 253), namespace: ingress.namespace };
}

/** A port as Kubernetes takes it: a number where it is one. */
export function portOf(port: string): number | string {
  return /^\d+$/.test(port) ? Number(port) : port;
}
