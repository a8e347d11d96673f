import type { YAMLMap } from 'yaml';
import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { nameOf } from '../support/ingress.js';
import { applyChanges } from '../support/apply.js';
import { removeEntry, setAt } from '../support/yaml/edit.js';
import { nodeAt, readYaml } from '../support/yaml/read.js';
import type { Change, Emission, Place, Source } from '../target.js';
import {
  locationFor,
  locationsOf,
  objectsOf,
  PREFIX,
  type IngressObject,
  type Location,
} from './objects.js';
import { policyOf } from './policy.js';
import { settingsOf } from './settings.js';
import { cannotSay, valuesFor, type Values } from './values.js';

const RELOAD = 'kubectl apply -f the file; the controller takes it up within seconds.';

/** The least change: the annotations of the object that answers at the place. */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const locations = locationsOf(objectsOf(readYaml(existing).maps));
  const url = parseUrl(place.origin + place.path);
  const location = url === null ? null : locationFor(locations, url);
  if (location === null)
    return {
      kind: 'cannot',
      reasons: [`No Ingress of ${existing.file} answers at ${place.origin}${place.path}.`],
    };
  const { object } = location;
  const reasons = cannotSay(policy, object.controller);
  const own = locations.filter((each) => each.object.map === object.map);
  if (!own.every((each) => isBelow(each, location.host, place.path)))
    reasons.push(
      `Ingress ${nameOf(object.map)} answers other paths or hosts, too, and its annotations hold for all of them: give ${place.path} an Ingress of its own first.`,
    );
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  const done = (changes: readonly Change[]): Emission => ({
    kind: 'change',
    changes,
    reload: RELOAD,
    notes: changes.length === 0 ? [] : notes(object, policy),
  });
  if (saysAlready(location, policy)) return done([]);
  return done(annotate(existing.text, object, valuesFor(policy, object.controller)));
}

function isBelow({ host, path }: Location, rule: string, prefix: string): boolean {
  const below = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return host === rule && (path === prefix || path.startsWith(below));
}

function saysAlready({ object }: Location, policy: CorsPolicy): boolean {
  const settings = settingsOf(object);
  if (settings === null) return policy.origins.length === 0;
  const now = policyOf(settings);
  return typeof now !== 'string' && settings.answersOptions && isEquivalent(now, policy);
}

function notes({ controller, isCertain }: IngressObject, { origins }: CorsPolicy): string[] {
  const which = isCertain
    ? []
    : [
        'The class is used by two controllers: these annotations are those of haproxy-ingress.github.io, not of haproxy.org.',
      ];
  if (origins.length === 0) return which;
  return controller === 'haproxytech'
    ? [
        ...which,
        'The controller never sends Vary: Origin: keep shared caches away from these answers.',
        'It answers every OPTIONS request with 204, and needs a version that knows cors-respond-to-options.',
      ]
    : [
        ...which,
        'The controller answers every OPTIONS request with 204, and sends the first origin to pages of other origins, which browsers refuse.',
        'Errors of the controller itself (503, redirects, 401) carry no CORS headers: pages cannot read those.',
      ];
}

/** One change with all annotations of an object. */
function annotate(text: string, { map, controller }: IngressObject, values: Values): Change[] {
  const where = `metadata.annotations of Ingress ${nameOf(map)}`;
  const index = mapsOf(text).findIndex((each) => nameOf(each) === nameOf(map));
  let after = text;
  for (const [name, value] of Object.entries(values)) {
    const key = PREFIX[controller] + name;
    const target = mapsOf(after)[index] ?? map;
    const annotations = nodeAt(target, 'metadata', 'annotations');
    const edit =
      value === null
        ? annotations === null
          ? null
          : removeEntry(after, annotations as YAMLMap, key)
        : setAt(after, target, ['metadata', 'annotations', key], value);
    if (edit !== null) after = applyChanges(after, [{ where, ...edit }]);
  }
  return after === text ? [] : [smallest(text, after, where)];
}

function mapsOf(text: string): readonly YAMLMap[] {
  return objectsOf(readYaml({ file: '', text }).maps).map(({ map }) => map);
}

/** The change between two texts as one span, from the beginning of a line. */
function smallest(before: string, after: string, where: string): Change {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  start = before.lastIndexOf('\n', start - 1) + 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const end = before.length - tail;
  return { where, text: after.slice(start, after.length - tail), at: { start, end } };
}
