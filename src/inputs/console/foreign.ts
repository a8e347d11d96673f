import { WILDCARD_WARNING } from '../../engines/firefox/messages/templates.js';
import { RESTRICTED_PORT } from '../../engines/webkit/messages/templates.js';
import type { FailureCode } from '../../protocol/index.js';
import type { ConsoleEntry, ForeignEntry } from './entry.js';
import type { ConsoleEngine, ForeignKind } from './types.js';

const entry = (
  what: ForeignKind,
  engine: ConsoleEngine | null,
  text: string,
  codes?: readonly FailureCode[],
): ForeignEntry => ({ role: 'foreign', engine, text, what, ...(codes ? { codes } : {}) });

const CORP: readonly FailureCode[] = ['cross-origin-resource-policy'];
const MIXED: readonly FailureCode[] = ['mixed-content'];

/** What consoles say of calls that is not about CORS: one row a wording. Network errors of Chromium are in net-errors.ts. */
export const FOREIGN: readonly ConsoleEntry[] = [
  entry(
    'mixed-content',
    'chromium',
    "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {kind} '{url}'. This",
    MIXED,
  ),
  entry('mixed-content', 'chromium', 'was loaded over HTTPS, but requested an insecure', MIXED),
  entry('mixed-content', 'firefox', 'Blocked loading mixed active content “{url}”', MIXED),
  entry(
    'mixed-content',
    'webkit',
    'The page at {page} was not allowed to display insecure content from {url}',
    MIXED,
  ),
  entry(
    'mixed-content',
    'webkit',
    'The page at {page} was not allowed to run insecure content from {url}',
    MIXED,
  ),
  entry(
    'mixed-content',
    'webkit',
    'The page at {page} requested insecure content from {url}. This content was',
    MIXED,
  ),
  entry(
    'content-security-policy',
    null,
    "Refused to connect to '{url}' because it violates the following Content Security Policy directive",
  ),
  entry(
    'content-security-policy',
    'chromium',
    "Connecting to '{url}' violates the following Content Security Policy directive",
  ),
  entry(
    'content-security-policy',
    'chromium',
    "Fetch API cannot load {url}. Refused to connect because it violates the document's Content Security Policy",
  ),
  entry(
    'content-security-policy',
    'webkit',
    'Refused to connect to {url} because it does not appear in the connect-src directive of the Content Security Policy',
  ),
  entry(
    'content-security-policy',
    'firefox',
    'The page’s settings blocked the loading of a resource (connect-src) at {url} because',
  ),
  entry(
    'content-security-policy',
    'firefox',
    'The page’s settings blocked the loading of a resource at {url} (“connect-src',
  ),
  entry(
    'content-security-policy',
    null,
    'violates the following Content Security Policy directive',
  ),
  entry(
    'local-network-access',
    'chromium',
    'Permission was denied for this request to access the {value} address space',
    ['local-network-permission-denied'],
  ),
  entry(
    'local-network-access',
    'chromium',
    'The request client is not a secure context and the resource is in more-private address space',
    ['local-network-from-insecure-page'],
  ),
  entry(
    'local-network-access',
    'chromium',
    "No 'Access-Control-Allow-Private-Network' header was present in the preflight response",
  ),
  entry('local-network-access', 'chromium', 'Request was blocked by Private Network Access'),
  entry('local-network-access', 'chromium', 'Request was blocked by Local Network Access'),
  entry(
    'resource-policy',
    'firefox',
    'The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header',
    CORP,
  ),
  entry(
    'resource-policy',
    'webkit',
    "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy response header",
    CORP,
  ),
  entry(
    'embedder-policy',
    'firefox',
    'The resource at “{url}” was blocked due to its Cross-Origin-Embedder-Policy',
  ),
  entry(
    'opaque-response-blocked',
    'firefox',
    'The resource at “{url}” was blocked by OpaqueResponseBlocking',
  ),
  entry('opaque-response-blocked', 'firefox', 'A resource is blocked by OpaqueResponseBlocking'),
  entry(
    'opaque-response-blocked',
    'chromium',
    'Cross-Origin Read Blocking (CORB) blocked cross-origin response {url} with MIME type',
  ),
  entry('opaque-response-blocked', 'chromium', 'Cross-Origin Read Blocking (CORB) blocked'),
  entry('authorization-warning', 'firefox', WILDCARD_WARNING.text.replace(/\)\.$/, '')),
  entry('blocked-port', 'webkit', RESTRICTED_PORT.text, ['bad-port']),
  entry(
    'blocked-scheme',
    'firefox',
    'Security Error: Content at {url} may not load or link to {value}',
    ['redirect-scheme-not-http'],
  ),
  entry('unsafe-header', null, 'Refused to set unsafe header "{name}"'),
  entry('not-xml', 'firefox', 'XML Parsing Error: {value} Location: {url} Line Number'),
  entry(
    'http-status',
    null,
    'Failed to load resource: the server responded with a status of {status}',
  ),
  entry('exception', 'chromium', 'TypeError: Failed to fetch'),
  entry('exception', 'chromium', 'Failed to fetch'),
  entry('exception', 'firefox', 'NetworkError when attempting to fetch resource'),
  entry('exception', 'webkit', 'TypeError: Load failed'),
  entry('exception', 'webkit', 'Load failed'),
  entry('exception', null, 'AxiosError: Network Error'),
  entry('exception', null, 'Error: Network Error'),
  entry('exception', null, 'ERR_NETWORK'),
  entry(
    'exception',
    'chromium',
    "Failed to execute 'send' on 'XMLHttpRequest': Failed to load {url}",
  ),
  entry('exception', null, 'fetch failed'),
];
