/** Something to paste, for who has nothing at hand. */
export interface Example {
  readonly title: string;
  readonly about: string;
  readonly text: string;
}

const URL_OF_ORDERS = 'https://api.example.com/orders';
const APP = 'https://app.example.com';

/** One of each kind that needs no file. */
export const EXAMPLES: readonly Example[] = [
  {
    title: 'The red line',
    about: 'what the console prints',
    text: `Access to fetch at '${URL_OF_ORDERS}' from origin '${APP}' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`,
  },
  {
    title: 'Copy as cURL',
    about: 'from the Network tab',
    text: `curl '${URL_OF_ORDERS}' -X 'PUT' -H 'origin: ${APP}' -H 'content-type: application/json' -H 'sec-fetch-mode: cors' --data-raw '{"id":7}'`,
  },
  {
    title: 'A scenario',
    about: 'a call with its answers',
    text: JSON.stringify({
      id: 'example',
      origin: APP,
      request: {
        url: URL_OF_ORDERS,
        method: 'PUT',
        headers: [['Content-Type', 'application/json']],
      },
      exchanges: [
        {
          url: URL_OF_ORDERS,
          preflight: {
            status: 204,
            headers: [
              ['Access-Control-Allow-Origin', `${APP}/`],
              ['Access-Control-Allow-Methods', 'GET, POST'],
              ['Access-Control-Allow-Headers', 'content-type'],
            ],
          },
          response: { status: 200, headers: [['Access-Control-Allow-Origin', APP]] },
        },
      ],
    }),
  },
  {
    title: 'An Ingress',
    about: 'of Ingress NGINX',
    text: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: orders
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/enable-cors: "true"
    nginx.ingress.kubernetes.io/cors-allow-origin: "https://admin.example.com"
spec:
  ingressClassName: nginx
  rules:
    - host: api.example.com
      http:
        paths:
          - path: /orders
            pathType: Prefix
            backend: { service: { name: orders, port: { number: 80 } } }
          - path: /invoices
            pathType: Prefix
            backend: { service: { name: invoices, port: { number: 80 } } }
`,
  },
];
