import type { YAMLMap } from 'yaml';
import { itemsAt, nodeAt, textAt } from '../support/yaml/read.js';

/** A SecurityPolicy and what it is attached to. */
export interface SecurityPolicy {
  readonly node: YAMLMap;
  readonly namespace: string;
  readonly name: string;
  readonly targets: readonly {
    readonly kind: string;
    readonly name: string;
    /** A rule of a route, or a listener of a gateway. */
    readonly section: string | null;
  }[];
}

/** Whether an object is a SecurityPolicy of Envoy Gateway. */
export function isSecurityPolicy(map: YAMLMap): boolean {
  return (
    textAt(map, 'kind') === 'SecurityPolicy' &&
    (textAt(map, 'apiVersion') ?? '').startsWith('gateway.envoyproxy.io/')
  );
}

/** All SecurityPolicies of some objects. */
export function policiesOf(maps: readonly YAMLMap[]): readonly SecurityPolicy[] {
  return maps.filter(isSecurityPolicy).map((node) => {
    const single = nodeAt(node, 'spec', 'targetRef');
    const refs = [...(single === null ? [] : [single]), ...itemsAt(node, 'spec', 'targetRefs')];
    return {
      node,
      namespace: textAt(node, 'metadata', 'namespace') ?? 'default',
      name: textAt(node, 'metadata', 'name') ?? '?',
      targets: refs.map((ref) => ({
        kind: textAt(ref, 'kind') ?? '',
        name: textAt(ref, 'name') ?? '',
        section: textAt(ref, 'sectionName'),
      })),
    };
  });
}

/** The policy of a route itself; a rule's own (sectionName) is not followed. */
export function policyOfRoute(
  policies: readonly SecurityPolicy[],
  route: YAMLMap,
): SecurityPolicy | null {
  const name = textAt(route, 'metadata', 'name');
  const namespace = textAt(route, 'metadata', 'namespace') ?? 'default';
  return (
    policies.find(
      (each) =>
        each.namespace === namespace &&
        each.targets.some(
          (ref) => ref.kind === 'HTTPRoute' && ref.name === name && ref.section === null,
        ),
    ) ?? null
  );
}

/** The policy that is in force for a route: its own, else its gateway's; they are not merged. */
export function inForce(
  policies: readonly SecurityPolicy[],
  route: YAMLMap,
): SecurityPolicy | null {
  const own = policyOfRoute(policies, route);
  if (own !== null) return own;
  const parents = itemsAt(route, 'spec', 'parentRefs').map((ref) => textAt(ref, 'name'));
  return (
    policies.find(({ targets }) =>
      targets.some(
        (ref) => ref.kind === 'Gateway' && ref.section === null && parents.includes(ref.name),
      ),
    ) ?? null
  );
}
