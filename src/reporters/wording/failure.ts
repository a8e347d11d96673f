import type { Failure, FailureCode } from '../../protocol/index.js';

type Phrase = (failure: Failure) => string;

const value = ({ details }: Failure): string => `\`${details.value ?? ''}\``;

/** For each failure what is wrong, as a clause that can follow "because" and stand beside a check. */
const PHRASES: Readonly<Record<FailureCode, Phrase>> = {
  'allow-origin-missing': () => 'the response has no `Access-Control-Allow-Origin`',
  'multiple-allow-origin-values': (failure) =>
    `\`Access-Control-Allow-Origin\` has more than one value: ${value(failure)}`,
  'invalid-allow-origin-value': (failure) =>
    `\`Access-Control-Allow-Origin\` is ${value(failure)}, which is no origin`,
  'allow-origin-mismatch': (failure) =>
    `\`Access-Control-Allow-Origin\` is ${value(failure)}, not \`${failure.details.expected ?? ''}\``,
  'wildcard-origin-with-credentials': () =>
    '`Access-Control-Allow-Origin` is `*`, which does not count for a request with credentials',
  'allow-credentials-not-true': ({ details }) =>
    details.value == null
      ? 'the response has no `Access-Control-Allow-Credentials: true`'
      : `\`Access-Control-Allow-Credentials\` is \`${details.value}\`, not \`true\``,
  'url-unparsable': () => 'the URL cannot be parsed',
  'url-includes-credentials': () => 'the URL has a user name or password in it',
  'method-invalid': ({ details }) => `\`${details.method ?? ''}\` is no HTTP method`,
  'method-forbidden': ({ details }) => `pages may not use the method \`${details.method ?? ''}\``,
  'no-cors-method': ({ details }) =>
    `\`no-cors\` allows GET, HEAD and POST only, not \`${details.method ?? ''}\``,
  'header-name-invalid': ({ details }) => `\`${details.name ?? ''}\` is no header name`,
  'header-value-invalid': ({ details }) =>
    `the value of \`${details.name ?? ''}\` has a byte that no header value has`,
  'body-with-get-or-head': ({ details }) => `${details.method ?? 'GET'} cannot have a body`,
  'same-origin-mode': () => 'the mode `same-origin` forbids requests to another origin',
  'no-cors-redirect-mode': () => 'the mode `no-cors` works only with `redirect: "follow"`',
  'scheme-not-http': () => 'the URL is neither http nor https',
  'bad-port': () => 'browsers block this port',
  'mixed-content': () => 'an https page may not ask an http URL (mixed content)',
  'local-network-permission-denied': ({ details }) =>
    `the address is in a less public network (\`${details.value ?? ''}\`), and permission was not given`,
  'local-network-from-insecure-page': ({ details }) =>
    `the address is in a less public network (\`${details.value ?? ''}\`), and the page is not https`,
  'preflight-redirect': ({ details }) =>
    `the preflight was answered with a redirect (${details.status ?? ''})` +
    (details.location === undefined ? '' : ` to \`${details.location}\``),
  'preflight-status-not-ok': ({ details }) =>
    `the preflight was answered with status ${details.status ?? ''}, not 200–299`,
  'allow-methods-malformed': (failure) =>
    `\`Access-Control-Allow-Methods\` is no list of methods: ${value(failure)}`,
  'allow-headers-malformed': (failure) =>
    `\`Access-Control-Allow-Headers\` is no list of header names: ${value(failure)}`,
  'method-not-allowed': ({ details }) =>
    `\`Access-Control-Allow-Methods\` does not list \`${details.method ?? ''}\``,
  'header-not-allowed': ({ details }) =>
    `\`Access-Control-Allow-Headers\` does not list ${(details.names ?? []).map((name) => `\`${name}\``).join(', ')}`,
  'redirect-mode-error': ({ details }) =>
    `the server redirects (${details.status ?? ''}), and the page asked for \`redirect: "error"\``,
  'redirect-location-invalid': () => 'the redirect has a `Location` that cannot be parsed',
  'redirect-scheme-not-http': () => 'the redirect goes to a URL that is neither http nor https',
  'redirect-includes-credentials': () => 'the redirect goes to a URL with a user name or password',
  'too-many-redirects': () => 'there are more than 20 redirects',
  'cross-origin-resource-policy': (failure) =>
    `\`Cross-Origin-Resource-Policy: ${failure.details.value ?? ''}\` keeps the response from this page`,
  'network-failure': ({ details }) => NETWORK[details.network ?? ''] ?? 'the network failed',
};

const NETWORK: Readonly<Record<string, string>> = {
  'host-not-found': 'the host name cannot be found',
  'connection-refused': 'nothing answers at this host and port',
  'connection-reset': 'the connection was cut',
  'network-unreachable': 'the network cannot be reached',
  'time-out': 'no answer came in time',
  'certificate-expired': 'the certificate has expired',
  'certificate-not-yet-valid': 'the certificate is not valid yet',
  'certificate-wrong-host': 'the certificate is for another host',
  'certificate-self-signed': 'the certificate is self-signed',
  'certificate-unknown-issuer': 'the certificate comes from an issuer that is not trusted',
  'certificate-revoked': 'the certificate was revoked',
  'certificate-invalid': 'the certificate is not valid',
  'tls-failed': 'the TLS handshake failed',
  'not-tls': 'this port does not speak https',
  'not-http': 'this port does not speak http',
  'malformed-response': 'the response is not valid HTTP',
  'headers-too-large': 'the response headers do not end',
  'empty-response': 'the connection was closed without a response',
  'proxy-failed': 'the proxy did not let the request through',
};

/** What is wrong, as a clause. */
export function failurePhrase(failure: Failure): string {
  return PHRASES[failure.code](failure);
}

/** Where in the exchange it went wrong, for the verdict's line. */
export function failurePlace(failure: Failure): string {
  if (failure.code === 'network-failure') return 'in the network';
  switch (failure.during) {
    case 'before':
      return 'before anything is sent';
    case 'preflight':
      return 'at the preflight';
    case 'redirect':
      return 'at a redirect';
    case 'response':
      return 'at the response';
  }
}
