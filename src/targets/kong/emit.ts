import { stringify, type YAMLMap } from 'yaml';
import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { isBelow } from '../ingress-nginx/locations.js';
import { fullName, type IngressObject } from '../ingress-nginx/object.js';
import { applyChanges } from '../support/apply.js';
import { removeEntry, setAt, type YamlEdit } from '../support/yaml/edit.js';
import { nodeAt, readYaml } from '../support/yaml/read.js';
import type { Change, Emission, Place, Source } from '../target.js';
import { corsJson, corsOf, METHODS, policyOf } from './cors.js';
import {
  answerAt,
  corsPluginsOf,
  objectsOf,
  PLUGINS,
  pluginsOf,
  type KongObjects,
} from './objects.js';

const RELOAD = 'kubectl apply -f the file; the controller tells Kong within seconds.';

/** A KongPlugin of the object's own, named in its annotation. */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const objects = objectsOf(readYaml(existing).maps, existing);
  const url = parseUrl(place.origin + place.path);
  const location = url === null ? null : answerAt(objects, url);
  const reasons = cannotSay(policy);
  if (location === null)
    reasons.push(`No Ingress of ${existing.file} answers at ${place.origin}${place.path}.`);
  const ingress = location?.ingress ?? null;
  const elsewhere =
    ingress === null
      ? []
      : pathsOf(ingress).filter(
          ({ host, path }) => host !== location?.host || !isBelow(place.path, path),
        );
  if (ingress !== null && elsewhere.length > 0)
    reasons.push(
      `Ingress ${fullName(ingress)} answers ${elsewhere[0]?.host}${elsewhere[0]?.path}, too, and its plugins hold for all of it: give ${place.path} an Ingress of its own first.`,
    );
  if (reasons.length > 0 || ingress?.node == null) return { kind: 'cannot', reasons };
  const text = mended(existing.text, objects, ingress, policy);
  const where = `Ingress ${fullName(ingress)} and its KongPlugin`;
  const changes = text === existing.text ? [] : [whole(existing.text, text, where)];
  return {
    kind: 'change',
    changes,
    reload: RELOAD,
    notes: changes.length === 0 || policy.origins.length === 0 ? [] : NOTES,
  };
}

const NOTES = [
  'Every preflight is answered with 200; those of other origins get no Allow-Origin, or that of the only origin, which browsers refuse.',
];

function cannotSay({ origins, methods }: CorsPolicy): string[] {
  const reasons: string[] = [];
  if (methods === '*')
    reasons.push('The plugin takes methods by name, and "*" is none: list them.');
  else
    for (const method of methods)
      if (!METHODS.has(method))
        reasons.push(`The plugin does not take the method ${method}; let the API answer itself.`);
  for (const each of origins)
    if (each.kind === 'exact' && each.origin.includes('['))
      reasons.push(
        `${each.origin}: the plugin takes IPv6 addresses apart without their brackets, so that none matches; use a name.`,
      );
  return reasons;
}

function pathsOf({
  rules,
}: IngressObject): readonly { readonly host: string; readonly path: string }[] {
  return rules.flatMap(({ host, paths }) => paths.map(({ path }) => ({ host, path })));
}

function mended(
  text: string,
  objects: KongObjects,
  ingress: IngressObject,
  policy: CorsPolicy,
): string {
  const own = corsPluginsOf(objects, ingress);
  const [only] = own;
  const said = only === undefined ? null : policyOf(corsOf(only));
  if (own.length <= 1) {
    if (policy.origins.length === 0 && only === undefined) return text;
    if (said !== null && policy.origins.length > 0 && isEquivalent(said, policy)) return text;
  }
  const node = ingress.node!;
  const used = (name: string): number =>
    objects.ingresses.filter((each) => each.node !== null && pluginsOf(each.node).includes(name))
      .length;
  if (own.length === 1 && only !== undefined && policy.origins.length > 0 && used(only.name) === 1)
    return put(text, setAt(text, only.node, ['config'], corsJson(policy)));
  const kept = pluginsOf(node).filter((name) => !own.some((each) => each.name === name));
  if (policy.origins.length === 0) return withNames(text, node, kept);
  const name = freeName(objects, ingress);
  const named = withNames(text, node, [...kept, name]);
  const metadata =
    nodeAt(node, 'metadata', 'namespace') === null
      ? { name }
      : { name, namespace: ingress.namespace };
  const plugin = {
    apiVersion: 'configuration.konghq.com/v1',
    kind: 'KongPlugin',
    metadata,
    plugin: 'cors',
    config: corsJson(policy),
  };
  const separator = named.endsWith('\n') ? '---\n' : '\n---\n';
  return named + separator + stringify(plugin, { lineWidth: 0 });
}

function withNames(text: string, node: YAMLMap, names: readonly string[]): string {
  if (names.length > 0)
    return put(text, setAt(text, node, ['metadata', 'annotations', PLUGINS], names.join(', ')));
  const annotations = nodeAt(node, 'metadata', 'annotations');
  const edit = annotations === null ? null : removeEntry(text, annotations as YAMLMap, PLUGINS);
  return edit === null ? text : put(text, edit);
}

function freeName({ plugins }: KongObjects, { name }: IngressObject): string {
  const taken = new Set(plugins.map((each) => each.name));
  for (let count = 1; ; count++) {
    const free = count === 1 ? `${name}-cors` : `${name}-cors-${count}`;
    if (!taken.has(free)) return free;
  }
}

function put(text: string, edit: YamlEdit): string {
  return applyChanges(text, [{ where: '', ...edit }]);
}

/** One change from the first to the last difference. */
function whole(before: string, after: string, where: string): Change {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  start = before.lastIndexOf('\n', start - 1) + 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return {
    where,
    text: after.slice(start, after.length - tail),
    at: { start, end: before.length - tail },
  };
}
