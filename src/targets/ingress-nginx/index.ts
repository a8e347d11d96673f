import { parseUrl } from '../../protocol/index.js';
import { readYaml, textAt } from '../support/yaml/read.js';
import type { FileTarget, Place } from '../target.js';
import { annotationsOf } from './annotations.js';
import { emit } from './emit.js';
import { isIngress } from './object.js';
import { read } from './read.js';

/** kubernetes/ingress-nginx, the controller of the Kubernetes project, from its annotations. */
export const target: FileTarget = {
  kind: 'file',
  id: 'ingress-nginx',
  title: 'Ingress NGINX',
  group: 'kubernetes',
  language: 'yaml',
  file: 'ingress.yaml',
  traces: { body: [/<center>nginx<\/center>/] },
  skeleton,
  recognises: (source) =>
    readYaml(source).maps.some(
      (map) =>
        isIngress(map) &&
        (annotationsOf(map).size > 0 ||
          /nginx/.test(textAt(map, 'spec', 'ingressClassName') ?? '') ||
          /nginx/.test(
            textAt(map, 'metadata', 'annotations', 'kubernetes.io/ingress.class') ?? '',
          )),
    ),
  read,
  emit,
};

function skeleton({ origin, path }: Place): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
spec:
  ingressClassName: nginx
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
