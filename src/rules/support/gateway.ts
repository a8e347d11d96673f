import { getHeader, type HeaderList } from '../../protocol/index.js';

/** Programs that stand in front of applications, by what they write into Server. */
const BY_SERVER: readonly (readonly [RegExp, string])[] = [
  [/cloudflare/i, 'Cloudflare'],
  [/^awselb/i, 'AWS load balancer'],
  [/cloudfront/i, 'CloudFront'],
  [/akamai/i, 'Akamai'],
  [/varnish/i, 'Varnish'],
  [/envoy/i, 'Envoy'],
  [/traefik/i, 'Traefik'],
  [/haproxy/i, 'HAProxy'],
  [/^kong/i, 'Kong'],
  [/openresty/i, 'OpenResty'],
  [/nginx/i, 'nginx'],
  [/caddy/i, 'Caddy'],
  [/apache/i, 'Apache'],
];

/** What such programs write into their own error pages. */
const BY_BODY: readonly (readonly [RegExp, string])[] = [
  [/<center>nginx/i, 'nginx'],
  [/upstream connect error|no healthy upstream/i, 'Envoy'],
  [/cloudflare/i, 'Cloudflare'],
  [/<address>Apache/i, 'Apache'],
  [/503 Service Unavailable\s*<\/h1>\s*No server is available/i, 'HAProxy'],
];

/** The proxy, gateway or web server that signs a response, or null. */
export function gatewayOf(headers: HeaderList, body: string | undefined): string | null {
  const server = getHeader(headers, 'server');
  const named = server === null ? undefined : BY_SERVER.find(([pattern]) => pattern.test(server));
  if (named) return named[1];
  if (body === undefined || body === '') return null;
  return BY_BODY.find(([pattern]) => pattern.test(body))?.[1] ?? null;
}
