import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const NGINX = 'nginx.ingress.kubernetes.io';

/** Services of the shop, and the path of each on api.shop.example. */
const SERVICES = [
  'accounts',
  'baskets',
  'catalogue',
  'delivery',
  'events',
  'feedback',
  'giftcards',
  'health',
  'invoices',
  'journal',
  'labels',
  'messages',
  'newsletter',
  'orders',
  'payments',
  'questions',
  'returns',
  'search',
  'taxes',
  'users',
] as const;

/** The one whose Ingress is wrong: a slash at the end of the origin. */
export const GUILTY = 'orders';

/** A repository of 60 manifests, three a service, as several teams write them. @returns its folder */
export async function writeShop(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'whycors-shop-'));
  for (const [index, service] of SERVICES.entries()) {
    const below = join(folder, `team-${index % 4}`, service);
    await put(join(below, 'deployment.yaml'), deployment(service));
    await put(join(below, 'service.yml'), serviceOf(service));
    await put(join(below, 'ingress.yaml'), ingress(service, index));
  }
  return folder;
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

function deployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/shop/${name}:1.4.2
`;
}

function serviceOf(name: string): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ port: 8080 }] }
`;
}

function ingress(name: string, index: number): string {
  const origin = name === GUILTY ? 'https://app.shop.example/' : 'https://app.shop.example';
  const second = index % 5 === 0 ? ', https://admin.shop.example' : '';
  return `# Owned by team ${index % 4}: ask in #team-${index % 4} before you change it.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
  labels:
    app: ${name}
  annotations:
    ${NGINX}/proxy-body-size: 8m   # uploads
    ${NGINX}/enable-cors: "true"
    ${NGINX}/cors-allow-origin: "${origin}${second}"
    ${NGINX}/cors-allow-methods: GET, POST, PUT, DELETE
    ${NGINX}/cors-allow-headers: Content-Type, Authorization
spec:
  ingressClassName: nginx
  tls:
    - hosts: [api.shop.example]
      secretName: api-shop-example
  rules:
    - host: api.shop.example
      http:
        paths:
          - path: /v1/${name}
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port:
                  number: 8080
`;
}
