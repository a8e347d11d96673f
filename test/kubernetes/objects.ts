import { loadObjects, ofClass } from '../../src/kubernetes/index.js';
import { DEFAULT_CONTROLLER, serversOf } from '../../src/targets/ingress-nginx/model.js';
import type { LintSubject } from '../../src/kubernetes/index.js';

/** An Ingress in few words. */
export interface Given {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly paths?: readonly string[];
  readonly tls?: boolean;
}

/** An Ingress as YAML. */
export function ingress({
  name,
  annotations = {},
  host = 'api.test',
  paths = ['/'],
  tls = true,
}: Given): string {
  const lines = Object.entries(annotations).map(
    ([key, value]) => `    nginx.ingress.kubernetes.io/${key}: ${JSON.stringify(value)}`,
  );
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  annotations:${lines.length === 0 ? ' {}' : `\n${lines.join('\n')}`}
spec:
${tls ? `  tls: [{ hosts: ["${host}"], secretName: tls }]\n` : ''}  rules:
    - host: "${host}"
      http:
        paths:
${paths.map((path) => `          - { path: ${JSON.stringify(path)}, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }`).join('\n')}
`;
}

/** Objects as the lint rules take them. */
export function subject(...objects: readonly Given[]): LintSubject {
  const text = objects.map(ingress).join('---\n');
  const { served } = ofClass(loadObjects([{ file: 'all.yaml', text }]));
  return { ingresses: served, servers: serversOf(served), controller: DEFAULT_CONTROLLER };
}
