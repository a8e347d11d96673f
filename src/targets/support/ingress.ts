import type { YAMLMap } from 'yaml';
import { textAt } from './yaml/read.js';

/** Whether an object is an Ingress of any controller. */
export function isIngress(map: YAMLMap): boolean {
  return (
    textAt(map, 'kind') === 'Ingress' &&
    /^(networking\.k8s\.io|extensions)\//.test(textAt(map, 'apiVersion') ?? '')
  );
}

/** `namespace/name` of an object. */
export function nameOf(object: YAMLMap): string {
  const namespace = textAt(object, 'metadata', 'namespace') ?? 'default';
  return `${namespace}/${textAt(object, 'metadata', 'name') ?? '?'}`;
}
