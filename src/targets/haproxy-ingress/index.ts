import { parseUrl } from '../../protocol/index.js';
import { placeOf } from '../ingress-nginx/annotations.js';
import { nameOf } from '../support/ingress.js';
import { readYaml } from '../support/yaml/read.js';
import type { FileTarget, Place, Reading, Route, Source } from '../target.js';
import { emit } from './emit.js';
import { lint } from './lint.js';
import { locationsOf, objectsOf } from './objects.js';
import { policyOf } from './policy.js';
import { settingsOf } from './settings.js';
import { simulate } from './simulate.js';

/** The Ingress controllers with HAProxy: haproxy-ingress, and HAProxy Technologies' own. */
export const target: FileTarget = {
  kind: 'file',
  id: 'haproxy-ingress',
  title: 'HAProxy Ingress',
  group: 'kubernetes',
  language: 'yaml',
  file: 'ingress.yaml',
  skeleton,
  recognises: (source) => objectsOf(readYaml(source).maps).length > 0,
  read,
  emit,
};

function read(source: Source): Reading {
  const { maps, problems } = readYaml(source);
  const objects = objectsOf(maps);
  if (objects.length === 0) return { value: null, problems };
  const locations = locationsOf(objects);
  const routes = locations.map(({ object, host, path, span }): Route => {
    const settings = settingsOf(object);
    const policy = settings === null ? null : policyOf(settings);
    return {
      hosts: host === '' ? [] : [host],
      path,
      policy: typeof policy === 'string' ? null : policy,
      span: settings === null ? span : placeOf(object.map),
      notes: [
        ...(typeof policy === 'string' ? [policy] : []),
        ...(object.isCertain || settings === null
          ? []
          : [`Ingress ${nameOf(object.map)} does not say which of two controllers serves it.`]),
      ],
    };
  });
  return {
    value: { routes, simulate: (request, upstream) => simulate(locations, request, upstream) },
    problems: [...problems, ...objects.flatMap(lint)],
  };
}

function skeleton({ origin, path }: Place): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
spec:
  ingressClassName: haproxy
  rules:
    - host: ${parseUrl(origin)?.hostname ?? origin}
      http:
        paths:
          - path: ${path}
            pathType: Prefix
            backend:
              service:
                name: api
                port:
                  number: 80
`;
}
