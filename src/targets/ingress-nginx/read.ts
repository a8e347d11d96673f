import type { ConfigProblem, Reading, Route, Source } from '../target.js';
import { readYaml } from '../support/yaml/read.js';
import { isIngress, nameOf, placeOf } from './annotations.js';
import { lintIngress } from './lint.js';
import { locationsOf, usesRegex } from './locations.js';
import { policyOf } from './policy.js';
import { corsSettings } from './settings.js';
import { simulate } from './simulate.js';

/** Reads all Ingress objects of a source, as the controller of version 1.13 or later does. */
export function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const ingresses = maps.filter(isIngress);
  if (ingresses.length === 0) return { value: null, problems };
  const locations = locationsOf(ingresses);
  const routes = locations.map((location): Route => {
    const settings = corsSettings(location.annotations);
    const notes = usesRegex(location)
      ? [
          `Ingress ${nameOf(location.ingress)} turns all paths of this host into regular expressions (use-regex or rewrite-target).`,
        ]
      : [];
    const hosts = location.host === '' ? [] : [location.host];
    const span = settings === null ? location.span : placeOf(location.ingress);
    return { hosts, path: location.path, policy: settings && policyOf(settings), span, notes };
  });
  const found: readonly ConfigProblem[] = [...problems, ...ingresses.flatMap(lintIngress)];
  return {
    value: { routes, simulate: (request, upstream) => simulate(locations, request, upstream) },
    problems: found,
  };
}
