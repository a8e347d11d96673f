import type { ForeignKind } from '../../inputs/index.js';
import type { RuleId } from '../../rules/index.js';

/** What a message that is not about CORS means, and what to do about it. */
export interface ForeignWords {
  /** What stands first, where "Not a refusal by CORS" would say too much. */
  readonly title?: string;
  /** One sentence. */
  readonly what: string;
  /** One sentence. */
  readonly remedy: string;
  /** The page that explains it, where there is one. */
  readonly rule?: RuleId;
}

/** The words for each kind. */
export const FOREIGN_WORDS: Readonly<Record<ForeignKind, ForeignWords>> = {
  'mixed-content': {
    what: 'This is mixed content, not CORS: an https page asked an http URL.',
    remedy: 'Call the API over https, or serve the page over http while you develop.',
    rule: 'mixed-content',
  },
  'content-security-policy': {
    what: 'This is the page’s own Content Security Policy, not CORS: its `connect-src` (or `default-src`) does not list the URL.',
    remedy:
      'Add the API’s origin to `connect-src` where the page’s policy is set: in its header or its `<meta>`.',
  },
  'local-network-access': {
    what: 'This is Local Network Access (Private Network Access), not CORS proper: a page asked a host on this machine or in the local network.',
    remedy:
      'Serve the page over https, allow the local network when the browser asks for it, or call a public address.',
    rule: 'local-network-access',
  },
  'resource-policy': {
    what: 'This is `Cross-Origin-Resource-Policy`, not CORS: the response says that other sites may not embed it.',
    remedy:
      'Send `Cross-Origin-Resource-Policy: cross-origin` with the response, or request it with CORS and not with `no-cors`.',
    rule: 'cross-origin-resource-policy-blocks',
  },
  'embedder-policy': {
    what: 'This is the page’s `Cross-Origin-Embedder-Policy`, not CORS: the response does not say that this page may embed it.',
    remedy:
      'Send `Cross-Origin-Resource-Policy: cross-origin` with the response, or request it with CORS.',
    rule: 'cross-origin-resource-policy-blocks',
  },
  'opaque-response-blocked': {
    what: 'This is opaque-response blocking (ORB, formerly CORB), not CORS: a `no-cors` request was answered with something that is no image, script, style or media.',
    remedy:
      'Request it with CORS: `fetch()` without `mode: "no-cors"`, or `crossorigin` on the element.',
    rule: 'opaque-response',
  },
  'blocked-by-client': {
    what: 'Something in the browser blocked the request before it was sent: most often an ad blocker or another extension, or an administrator’s policy.',
    remedy:
      'Try a window without extensions; if it works there, allow the URL in the extension or choose another path.',
  },
  'blocked-port': {
    what: 'Browsers send nothing to this port, because it belongs to another protocol than HTTP.',
    remedy: 'Let the server listen on another port, such as 8080.',
    rule: 'bad-port',
  },
  'blocked-scheme': {
    what: 'A redirect leads to a URL that no page may load, such as `file:` or `resource:`.',
    remedy: 'Let the server redirect to an `http:` or `https:` URL.',
    rule: 'redirect-to-non-http',
  },
  'connection-refused': {
    what: 'Nothing answers at this host and port: the server is not running, or listens elsewhere.',
    remedy: 'Start the server, and check host and port in the URL.',
    rule: 'connection-refused',
  },
  'host-not-found': {
    what: 'The host name cannot be found.',
    remedy: 'Check the spelling of the host, the DNS entry, and whether it needs a VPN.',
    rule: 'host-not-found',
  },
  certificate: {
    what: 'The browser does not accept the server’s certificate.',
    remedy:
      'Open the URL in a tab of its own to see why, and give the server a certificate that the browser trusts.',
    rule: 'certificate-not-trusted',
  },
  connection: {
    what: 'The connection failed in the network, before any CORS check.',
    remedy: 'Open the URL in a tab of its own; the error’s name says what the network did.',
  },
  'net-failed': {
    title: 'The reason is not in this line',
    what: 'This line says only that the request failed; where CORS is the reason, Chromium prints it in a line of its own.',
    remedy:
      'Copy the line that begins with "Access to fetch at" or "Access to XMLHttpRequest at", just before or after this one.',
  },
  'http-status': {
    what: 'The server answered with an error status; by itself that is no refusal by the browser.',
    remedy: 'Look at the response in the Network tab, and at the server’s log.',
  },
  'authorization-warning': {
    title: 'A warning, not a refusal',
    what: 'This is a warning: the call was allowed, and will not be once `Access-Control-Allow-Headers: *` no longer covers `Authorization`.',
    remedy: 'List `Authorization` by name in `Access-Control-Allow-Headers`.',
    rule: 'authorization-under-wildcard',
  },
  'not-xml': {
    title: 'A notice, not a refusal',
    what: 'Firefox tried to read the response of an XMLHttpRequest as XML, because it has no `Content-Type`; the page gets the response all the same.',
    remedy: 'Send the `Content-Type` of what the response is, such as `application/json`.',
  },
  'unsafe-header': {
    title: 'A notice, not a refusal',
    what: 'The page set a header that only the browser may set: it was left out, and the call went on without it.',
    remedy: 'Take the header out of the page’s code, or give it another name.',
    rule: 'forbidden-header-dropped',
  },
  exception: {
    title: 'The reason is not in this line',
    what: 'This is the exception that the page gets: it says nothing of the reason, and browsers give pages none on purpose.',
    remedy:
      'Copy the red line that the console prints beside it ("Access to fetch at …", "Cross-Origin Request Blocked: …", "… due to access control checks."), or give whycors the URL.',
  },
};
