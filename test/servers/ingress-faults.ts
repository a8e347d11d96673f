import { PAGE, type Fault } from './fault.js';

const on = (more: string): string => `enable-cors: "true"\n${more}`;
const allow = `cors-allow-origin: "${PAGE}"`;
const JSON_BODY = ['-X', 'PUT', '-H', 'Content-Type: application/json'] as const;
const WITH_COOKIES = ['--credentials', 'include'] as const;

/** Annotations of an Ingress object, what a person types about its path, and the cause that comes first. */
export const FAULTS: readonly Fault[] = [
  ['/none', '', [], 'no-cors-headers'],
  ['/not-enabled', allow, JSON_BODY, 'preflight-not-routed'],
  ['/slash', on(`cors-allow-origin: "${PAGE}/"`), WITH_COOKIES, 'wildcard-with-credentials'],
  ['/no-scheme', on('cors-allow-origin: "localhost:3000"'), [], 'no-cors-headers'],
  ['/default', on(''), WITH_COOKIES, 'wildcard-with-credentials'],
  ['/other', on('cors-allow-origin: "https://admin.example.com"'), [], 'no-cors-headers'],
  ['/method', on(`${allow}\ncors-allow-methods: "GET, POST"`), ['-X', 'PUT'], 'method-not-allowed'],
  [
    '/header',
    on(`${allow}\ncors-allow-headers: "Content-Type"`),
    [...JSON_BODY, '-H', 'X-Token: 1'],
    'headers-not-allowed',
  ],
  [
    '/any-header',
    on(`${allow}\ncors-allow-headers: "*"`),
    ['-H', 'X-Token: 1'],
    'headers-not-allowed',
  ],
  [
    '/no-cookies',
    on(`${allow}\ncors-allow-credentials: "false"`),
    WITH_COOKIES,
    'allow-credentials-missing',
  ],
  ['/login', 'auth-type: basic\nauth-secret: users', JSON_BODY, 'preflight-needs-authentication'],
  [
    '/moved',
    'permanent-redirect: "https://new.example.com/"',
    ['-X', 'PUT'],
    'preflight-redirected',
  ],
];

/** An Ingress object for each fault, as one file. */
export function faultyObjects(): string {
  return FAULTS.map(([path, annotations]) => {
    const lines = annotations
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `    nginx.ingress.kubernetes.io/${line}\n`);
    return `# ${path}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop${path.replace('/', '-')}
  annotations:
    kubernetes.io/description: "keep this"
${lines.join('')}spec:
  ingressClassName: nginx
  rules:
    - http:
        paths:
          - path: ${path}
            pathType: Prefix
            backend:
              service: { name: shop, port: { number: 80 } }
`;
  }).join('---\n');
}
