import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import type { Change, Emission, Place, Source } from '../target.js';
import { annotate } from './annotate.js';
import { answering, isBelow } from './locations.js';
import { splitObject } from './new-object.js';
import { fullName, type IngressObject } from './object.js';
import { policyOf } from './policy.js';
import { ingressesOf } from './read.js';
import { serversOf, usesRegex, type Location, type Server } from './servers.js';
import { corsSettings } from './settings.js';
import { annotationValues, cannotSay } from './values.js';

const RELOAD = 'kubectl apply -f the file; the controller takes it up within seconds.';

/**
 * The least change: annotations of the object that answers at the place, or a new
 * object of its own for the place where that object answers elsewhere, too.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const reasons = cannotSay(policy);
  const ingresses = ingressesOf(existing);
  const servers = serversOf(ingresses);
  const url = parseUrl(place.origin + place.path);
  if (url === null) return { kind: 'cannot', reasons: [`${place.origin} is no origin of an API.`] };
  const found = answering(servers, url);
  if (found === null || found.location.backend === null)
    reasons.push(`No Ingress of ${existing.file} answers at ${url.hostname}${place.path}.`);
  if (reasons.length > 0 || found === null) return { kind: 'cannot', reasons };
  const { location, server } = found;
  const { ingress } = location;
  const deeper = notReached(server, place.path, ingress);
  const now = corsSettings(ingress.annotations);
  if (policy.origins.length === 0 ? now === null : saysAlready(location, policy))
    return change([], deeper);
  const values = annotationValues(policy);
  const own = [...servers.values()]
    .flatMap(({ locations }) => locations)
    .filter((each) => each.ingress === ingress && !each.made);
  if (own.every((each) => each.host === location.host && isBelow(place.path, each.path)))
    return change(annotate(existing.text, ingress, values), deeper);
  if (own.some(usesRegex) || ingress.node === null)
    return {
      kind: 'cannot',
      reasons: [
        `Ingress ${fullName(ingress)} answers other paths, too, and rewrites paths: give ${place.path} an Ingress of its own first.`,
      ],
    };
  return change(splitObject(existing.text, location, ingress.node, place, values), deeper);
}

function change(changes: readonly Change[], deeper: readonly string[]): Emission {
  const vary =
    changes.length === 0
      ? []
      : ['The controller never sends Vary: Origin: keep shared caches away from these answers.'];
  return { kind: 'change', changes, reload: RELOAD, notes: [...vary, ...deeper] };
}

/** Paths below the place that other objects answer: a location inherits nothing. */
function notReached(
  { locations }: Server,
  path: string,
  ingress: IngressObject,
): readonly string[] {
  const others = locations.filter(
    (each) => each.ingress !== ingress && each.path !== path && isBelow(path, each.path),
  );
  return others
    .filter(({ made }) => !made)
    .map(
      (each) =>
        `${each.path} is answered by Ingress ${fullName(each.ingress)}, whose own annotations hold there.`,
    );
}

function saysAlready({ ingress }: Location, policy: CorsPolicy): boolean {
  const settings = corsSettings(ingress.annotations);
  return (
    settings !== null &&
    settings.dropped.length === 0 &&
    settings.origins.skipped.length === 0 &&
    isEquivalent(policyOf(settings), policy)
  );
}
