import type { Reading, Route, Source } from '../target.js';
import { readYaml } from '../support/yaml/read.js';
import { lintIngress } from './lint.js';
import { fullName, ingressFromYaml, isIngress, type IngressObject } from './object.js';
import { policyOf } from './policy.js';
import { serversOf, usesRegex, type Location } from './servers.js';
import { corsSettings } from './settings.js';
import { simulate } from './simulate.js';

/** All Ingress objects of a source. */
export function ingressesOf(source: Source): readonly IngressObject[] {
  return readYaml(source)
    .maps.filter(isIngress)
    .map((map) => ingressFromYaml(map, source));
}

/** Reads all Ingress objects of a source, as the controller of version 1.13 or later does. */
export function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const ingresses = maps.filter(isIngress).map((map) => ingressFromYaml(map, source));
  if (ingresses.length === 0) return { value: null, problems };
  const servers = serversOf(ingresses);
  const routes = [...servers.values()]
    .flatMap(({ locations }) => locations.filter(({ made }) => !made))
    .toSorted((a, b) => a.span.start - b.span.start)
    .map(routeOf);
  return {
    value: { routes, simulate: (request, upstream) => simulate(servers, request, upstream) },
    problems: [...problems, ...ingresses.flatMap((each) => lintIngress(each))],
  };
}

function routeOf(location: Location): Route {
  const { ingress, host, path } = location;
  const settings = corsSettings(ingress.annotations);
  const notes = usesRegex(location)
    ? [
        `Ingress ${fullName(ingress)} turns all paths of this host into regular expressions (use-regex or rewrite-target).`,
      ]
    : [];
  return {
    hosts: host === '' ? [] : [host],
    path,
    policy: settings && policyOf(settings),
    span: settings === null ? location.span : ingress.span,
    notes,
  };
}
