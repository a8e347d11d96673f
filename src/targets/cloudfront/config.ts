import { isMap, type Node, type YAMLMap } from 'yaml';
import {
  isIntrinsic,
  knownText,
  referred,
  resourcesOf,
} from '../support/cloudformation/template.js';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';
import { corsOf, METHODS, type CloudFrontCors } from './cors.js';
import { managedCors, managedPolicy, type Managed } from './managed.js';

/** A response headers policy that the file has. */
export interface HeadersPolicy {
  readonly name: string;
  /** The map that holds `CorsConfig`. */
  readonly config: YAMLMap;
  readonly cors: CloudFrontCors | null;
  /** CORS headers that are sent with every answer, whatever its origin. */
  readonly custom: readonly CustomHeader[];
  readonly span: Span;
  /** The id and version that the API gave; null in templates. */
  readonly deployed: { readonly id: string; readonly etag: string } | null;
}

/** A header of CustomHeadersConfig. */
export interface CustomHeader {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
  readonly span: Span;
}

/** What a cache behavior's headers come from. */
export type Attached =
  | { readonly kind: 'none' }
  | { readonly kind: 'own'; readonly policy: HeadersPolicy }
  | { readonly kind: 'managed'; readonly managed: Managed }
  | { readonly kind: 'unknown' };

/** One cache behavior of a distribution. */
export interface Behavior {
  /** Null where the file has a policy without a distribution. */
  readonly node: YAMLMap | null;
  /** Null for the default one. */
  readonly pattern: string | null;
  /** As people name it. */
  readonly name: string;
  readonly attached: Attached;
  readonly cors: CloudFrontCors | null;
  /** Null where what it will be is not known. */
  readonly methods: readonly string[] | null;
  readonly viewer: string | null;
  readonly span: Span;
}

/** A distribution, or what stands for one where the file has policies alone. */
export interface Distribution {
  readonly id: string;
  /** Its aliases; none for any name, also where not all of them are known. */
  readonly hosts: readonly string[];
  /** In the order in which they are asked, the default one last. */
  readonly behaviors: readonly Behavior[];
}

export interface CloudFront {
  readonly root: YAMLMap;
  readonly policies: readonly HeadersPolicy[];
  readonly distributions: readonly Distribution[];
}

/** Reads a template, or what `aws cloudfront get-response-headers-policy` printed; null for others. */
export function cloudFrontOf(root: YAMLMap | null): CloudFront | null {
  if (root === null) return null;
  const policies = policiesOf(root);
  const distributions = resourcesOf(root)
    .filter(({ type }) => type === 'AWS::CloudFront::Distribution')
    .map(({ id, node }) => distributionOf(id, node, policies));
  if (policies.length === 0 && distributions.length === 0) return null;
  const alone = policies.map((policy) => ({
    id: policy.name,
    hosts: [],
    behaviors: [loneBehavior(policy)],
  }));
  return { root, policies, distributions: distributions.length > 0 ? distributions : alone };
}

function policiesOf(root: YAMLMap): readonly HeadersPolicy[] {
  const inTemplate = resourcesOf(root)
    .filter(({ type }) => type === 'AWS::CloudFront::ResponseHeadersPolicy')
    .flatMap(({ id, node }) => {
      const config = nodeAt(node, 'Properties', 'ResponseHeadersPolicyConfig');
      return policyOf(config, id, null);
    });
  if (inTemplate.length > 0) return inTemplate;
  const listed = itemsAt(root, 'ResponseHeadersPolicyList', 'Items');
  return [root, ...listed].flatMap((each) => {
    const inner = nodeAt(each, 'ResponseHeadersPolicy');
    const config = nodeAt(inner ?? each, 'ResponseHeadersPolicyConfig');
    const id = textAt(inner, 'Id') ?? 'ID';
    const etag = textAt(each, 'ETag') ?? 'ETAG';
    return policyOf(config, textAt(config, 'Name') ?? id, { id, etag });
  });
}

function policyOf(
  node: Node | null,
  name: string,
  deployed: HeadersPolicy['deployed'],
): readonly HeadersPolicy[] {
  if (!isMap(node)) return [];
  const config = node as YAMLMap;
  const cors = corsOf(nodeAt(config, 'CorsConfig'));
  return [{ name, config, cors, custom: customOf(config), span: spanOf(config), deployed }];
}

function customOf(config: Node): readonly CustomHeader[] {
  return itemsAt(config, 'CustomHeadersConfig', 'Items')
    .map((each) => ({
      name: knownText(each, 'Header') ?? '',
      value: knownText(each, 'Value') ?? '',
      override: knownText(each, 'Override') === 'true',
      span: spanOf(each),
    }))
    .filter(({ name }) => /^access-control-/i.test(name));
}

function loneBehavior(policy: HeadersPolicy): Behavior {
  return {
    node: null,
    pattern: null,
    name: `what uses ${policy.name}`,
    attached: { kind: 'own', policy },
    cors: policy.cors,
    methods: null,
    viewer: null,
    span: policy.span,
  };
}

function distributionOf(
  id: string,
  node: YAMLMap,
  policies: readonly HeadersPolicy[],
): Distribution {
  const config = nodeAt(node, 'Properties', 'DistributionConfig');
  const last = nodeAt(config, 'DefaultCacheBehavior');
  const all = [...itemsAt(config, 'CacheBehaviors'), ...(last === null ? [] : [last])];
  return {
    id,
    hosts: aliasesOf(config),
    behaviors: all.flatMap((each) =>
      isMap(each) ? [behaviorOf(each as YAMLMap, each === last, id, policies)] : [],
    ),
  };
}

function aliasesOf(config: Node | null): readonly string[] {
  const aliases = nodeAt(config, 'Aliases');
  const known = itemsAt(aliases).map((each) => knownText(each));
  return isIntrinsic(aliases) || known.includes(null) ? [] : known.flatMap((each) => each ?? []);
}

function behaviorOf(
  node: YAMLMap,
  isDefault: boolean,
  distribution: string,
  policies: readonly HeadersPolicy[],
): Behavior {
  const pattern = isDefault ? null : (knownText(node, 'PathPattern') ?? '');
  const attached = attachedTo(nodeAt(node, 'ResponseHeadersPolicyId'), policies);
  const allowed = nodeAt(node, 'AllowedMethods');
  const texts = itemsAt(allowed).map((each) => knownText(each));
  const at = spanOf(nodeAt(node, 'ResponseHeadersPolicyId'));
  return {
    node,
    pattern,
    name: isDefault
      ? `the default cache behavior of ${distribution}`
      : `the cache behavior ${pattern} of ${distribution}`,
    attached,
    cors:
      attached.kind === 'own'
        ? attached.policy.cors
        : attached.kind === 'managed'
          ? managedCors(attached.managed, at)
          : null,
    methods:
      allowed === null
        ? ['GET', 'HEAD']
        : isIntrinsic(allowed) || texts.includes(null)
          ? null
          : texts.flatMap((text) => text ?? []),
    viewer: knownText(node, 'ViewerProtocolPolicy'),
    span: spanOf(node),
  };
}

function attachedTo(id: Node | null, policies: readonly HeadersPolicy[]): Attached {
  if (id === null) return { kind: 'none' };
  const own = policies.find(({ name }) => name === referred(id));
  if (own !== undefined) return { kind: 'own', policy: own };
  const managed = managedPolicy(knownText(id) ?? '');
  return managed === null ? { kind: 'unknown' } : { kind: 'managed', managed };
}

/** The distribution of a host: the one that has the name, or the only one if it may have it. */
export function distributionFor(
  { distributions }: CloudFront,
  hostname: string,
): Distribution | null {
  const named = distributions.find(({ hosts }) => hosts.some((host) => isHost(host, hostname)));
  if (named !== undefined) return named;
  const [only, ...more] = distributions;
  const open = only?.hosts.length === 0 || hostname.endsWith('.cloudfront.net');
  return more.length === 0 && only !== undefined && open ? only : null;
}

function isHost(alias: string, hostname: string): boolean {
  return alias === hostname || (alias.startsWith('*.') && hostname.endsWith(alias.slice(1)));
}

/** Whether a path pattern takes a path; the slash at its beginning may be left out. */
export function takesPath(pattern: string | null, pathname: string): boolean {
  if (pattern === null) return true;
  const whole = rooted(pattern)
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${whole}$`).test(pathname);
}

/** A pattern with the slash that it may leave out. */
export function rooted(pattern: string): string {
  return pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
}

/** The smallest of the three sets of AllowedMethods that has a preflight and some methods. */
export function methodsFor(wanted: readonly string[]): readonly string[] {
  const some = ['GET', 'HEAD', 'OPTIONS'];
  return wanted.every((method) => some.includes(method)) ? some : METHODS;
}
