import type { HeaderList } from '../../../protocol/index.js';

/** The request-headers that WebKit knows by name and shows in this spelling (HTTPHeaderNames.in), as far as pages may set them; measured with WebKitGTK 2.50. */
const COMMON: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'Accept',
    'Accept-Language',
    'Accept-Ranges',
    'Access-Control-Allow-Credentials',
    'Access-Control-Allow-Headers',
    'Access-Control-Allow-Methods',
    'Access-Control-Allow-Origin',
    'Access-Control-Expose-Headers',
    'Access-Control-Max-Age',
    'Age',
    'Authorization',
    'Cache-Control',
    'Clear-Site-Data',
    'Content-Disposition',
    'Content-Encoding',
    'Content-Language',
    'Content-Location',
    'Content-Range',
    'Content-Security-Policy',
    'Content-Security-Policy-Report-Only',
    'Content-Type',
    'Cross-Origin-Embedder-Policy',
    'Cross-Origin-Embedder-Policy-Report-Only',
    'Cross-Origin-Opener-Policy',
    'Cross-Origin-Opener-Policy-Report-Only',
    'Cross-Origin-Resource-Policy',
    'Default-Style',
    'ETag',
    'Expires',
    'Icy-MetaInt',
    'Icy-Metadata',
    'If-Match',
    'If-Modified-Since',
    'If-None-Match',
    'If-Range',
    'If-Unmodified-Since',
    'Integrity-Policy',
    'Integrity-Policy-Report-Only',
    'Last-Event-ID',
    'Last-Modified',
    'Link',
    'Location',
    'Ping-From',
    'Ping-To',
    'Pragma',
    'Range',
    'Referrer-Policy',
    'Refresh',
    'Report-To',
    'Reporting-Endpoints',
    'Server-Timing',
    'Service-Worker',
    'Service-Worker-Allowed',
    'Service-Worker-Navigation-Preload',
    'Set-Cookie2',
    'SourceMap',
    'Timing-Allow-Origin',
    'Upgrade-Insecure-Requests',
    'User-Agent',
    'Vary',
    'X-Content-Type-Options',
    'X-Frame-Options',
    'X-SourceMap',
    'X-Temp-Tablet',
    'X-XSS-Protection',
  ].map((name) => [name.toLowerCase(), name]),
);

/**
 * The first of these names as WebKit's HTTPHeaderMap holds them: those that it
 * knows first, each kind in the order in which the page set them.
 */
export function firstInHeaderMap(names: readonly string[], headers: HeaderList): string {
  const set = headers.filter(([name]) => names.includes(name.toLowerCase()));
  const common = set.find(([name]) => COMMON[name.toLowerCase()] !== undefined);
  const first = (common ?? set[0])?.[0] ?? names[0] ?? '';
  return COMMON[first.toLowerCase()] ?? first;
}
