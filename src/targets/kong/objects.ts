import { isMap, type YAMLMap } from 'yaml';
import type { UrlRecord } from '../../protocol/index.js';
import { answering, type Answering } from '../ingress-nginx/locations.js';
import { ingressFromYaml, type IngressObject } from '../ingress-nginx/object.js';
import { serversOf, type Servers } from '../ingress-nginx/servers.js';
import { isIngress } from '../support/ingress.js';
import { nodeAt, textAt } from '../support/yaml/read.js';
import type { Source } from '../target.js';

/** The annotation that names the plugins of an Ingress. */
export const PLUGINS = 'konghq.com/plugins';

/** A KongPlugin with `plugin: cors`. */
export interface CorsPlugin {
  readonly node: YAMLMap;
  readonly namespace: string;
  readonly name: string;
}

/** What of a source is Kong's. */
export interface KongObjects {
  readonly servers: Servers;
  readonly ingresses: readonly IngressObject[];
  readonly plugins: readonly CorsPlugin[];
  /** Plugins of other kinds that turn requests without a login away. */
  readonly any: boolean;
}

/** Whether an object is a KongPlugin. */
export function isPlugin(map: YAMLMap): boolean {
  return (
    textAt(map, 'kind') === 'KongPlugin' &&
    (textAt(map, 'apiVersion') ?? '').startsWith('configuration.konghq.com/')
  );
}

/** Whether an Ingress is for Kong: by its class, or by an annotation. */
export function isKongIngress(map: YAMLMap): boolean {
  if (!isIngress(map)) return false;
  const className =
    textAt(map, 'spec', 'ingressClassName') ??
    textAt(map, 'metadata', 'annotations', 'kubernetes.io/ingress.class') ??
    '';
  return /kong/.test(className) || pluginsOf(map).length > 0;
}

/** Reads all objects; routing is by Ingress rules, the longest path first. */
export function objectsOf(maps: readonly YAMLMap[], source: Source): KongObjects {
  const ingresses = maps.filter(isKongIngress).map((map) => ingressFromYaml(map, source));
  const plugins = maps
    .filter((map) => isPlugin(map) && textAt(map, 'plugin') === 'cors')
    .map((node) => ({
      node,
      namespace: textAt(node, 'metadata', 'namespace') ?? 'default',
      name: textAt(node, 'metadata', 'name') ?? '?',
    }));
  const any = ingresses.length > 0 || maps.some(isPlugin);
  return { servers: serversOf(ingresses), ingresses, plugins, any };
}

/** The path of an Ingress that answers a URL; null where none does. */
export function answerAt({ servers }: KongObjects, url: UrlRecord): Answering['location'] | null {
  const location = answering(servers, url)?.location ?? null;
  return location === null || location.made ? null : location;
}

/** Names of the plugins of an Ingress. */
export function pluginsOf(map: YAMLMap): readonly string[] {
  const text = textAt(map, 'metadata', 'annotations', PLUGINS) ?? '';
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The cors plugins of an Ingress, of its own namespace. */
export function corsPluginsOf(
  { plugins }: KongObjects,
  { node, namespace }: IngressObject,
): readonly CorsPlugin[] {
  const names = node === null ? [] : pluginsOf(node);
  return plugins.filter((each) => each.namespace === namespace && names.includes(each.name));
}

/** What a plugin is told; null where there is nothing. */
export function configOf({ node }: CorsPlugin): YAMLMap | null {
  const config = nodeAt(node, 'config');
  return isMap(config) ? (config as YAMLMap) : null;
}
