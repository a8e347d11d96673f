export const APP = 'https://app.example.com';
export const API = 'https://api.example.com/orders';

export const CURL = `curl '${API}' -X 'PUT' -H 'origin: ${APP}' -H 'content-type: application/json' -H 'sec-fetch-mode: cors' --data-raw '{}'`;
export const FETCH = `fetch("${API}", { "headers": { "content-type": "application/json" }, "referrer": "${APP}/", "method": "PUT", "body": "{}", "credentials": "include" });`;
export const LINE = `Access to fetch at '${API}' from origin '${APP}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`;
export const BLOCKED_BY_CLIENT = `GET ${API} net::ERR_BLOCKED_BY_CLIENT`;

export const MANIFEST = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: orders, namespace: shop, annotations: { nginx.ingress.kubernetes.io/enable-cors: "true", nginx.ingress.kubernetes.io/cors-allow-origin: "https://b.example" } }
spec:
  rules:
    - host: api.example.com
      http: { paths: [{ path: /orders, pathType: Prefix, backend: { service: { name: orders, port: { number: 80 } } } }, { path: /open, pathType: Prefix, backend: { service: { name: open, port: { number: 80 } } } }] }
`;

/** A scenario; `allowed` is the origin that both answers name. */
export function scenario(allowed: string): string {
  return JSON.stringify({
    id: 'put',
    origin: APP,
    request: { url: API, method: 'PUT', headers: [['Content-Type', 'application/json']] },
    exchanges: [
      {
        url: API,
        preflight: {
          status: 204,
          headers: [
            ['Access-Control-Allow-Origin', allowed],
            ['Access-Control-Allow-Methods', 'PUT'],
            ['Access-Control-Allow-Headers', 'content-type'],
          ],
        },
        response: { status: 200, headers: [['Access-Control-Allow-Origin', allowed]] },
      },
    ],
  });
}

/** A HAR file in which every tenth response lacks the header. */
export function har(count: number): string {
  const entries = Array.from({ length: count }, (_, index) => ({
    request: {
      method: 'GET',
      url: `${API}/${index}`,
      headers: [{ name: 'Origin', value: APP }],
    },
    response: {
      status: 200,
      headers: index % 10 === 0 ? [] : [{ name: 'Access-Control-Allow-Origin', value: '*' }],
    },
  }));
  return JSON.stringify({ log: { entries } });
}
