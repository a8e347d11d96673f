import { writeFileSync } from 'node:fs';

/** Writes 5,000 Ingress objects with 20,000 paths, as one file of YAML. */
export function writeCluster(file, objects = 5000) {
  const documents = Array.from({ length: objects }, (_, index) => {
    const paths = Array.from(
      { length: 4 },
      (_each, path) => `          - path: /p${index}/${path}
            pathType: Prefix
            backend:
              service:
                name: s${path}
                port:
                  number: 80
`,
    ).join('');
    return `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: svc-${index}
  namespace: team-${index % 50}
  annotations:
    nginx.ingress.kubernetes.io/enable-cors: "true"
    nginx.ingress.kubernetes.io/cors-allow-origin: "https://app${index % 7}.example.com"
spec:
  ingressClassName: nginx
  rules:
    - host: h${index % 500}.example.com
      http:
        paths:
${paths}`;
  });
  writeFileSync(file, documents.join(''));
}
