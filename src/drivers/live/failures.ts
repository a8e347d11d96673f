import type { NetworkFailure, NetworkFailureKind } from '../../protocol/index.js';

/** A network failure on its way up as an exception, so that a chain of awaits stays readable. */
export class FailureError extends Error {
  readonly kind: NetworkFailureKind;

  constructor(kind: NetworkFailureKind, detail: string) {
    super(detail);
    this.kind = kind;
  }
}

/** The server wants HTTP/1.1 for this request: https://httpwg.org/specs/rfc9113.html#HTTP_1_1_REQUIRED */
export class Http11Required extends FailureError {
  constructor() {
    super('connection-reset', 'the server asks for HTTP/1.1 in place of HTTP/2');
  }
}

/** Node's error codes (libuv, OpenSSL, HTTP/2) by what they mean to a caller. https://nodejs.org/api/errors.html */
const BY_CODE: Readonly<Record<string, NetworkFailureKind>> = {
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  EAI_NONAME: 'host-not-found',
  EAI_FAIL: 'host-not-found',
  ENODATA: 'host-not-found',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  ECONNABORTED: 'connection-reset',
  EHOSTUNREACH: 'network-unreachable',
  ENETUNREACH: 'network-unreachable',
  EADDRNOTAVAIL: 'network-unreachable',
  ETIMEDOUT: 'time-out',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-wrong-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-unknown-issuer',
  CERT_UNTRUSTED: 'certificate-unknown-issuer',
  CERT_REVOKED: 'certificate-revoked',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not-tls',
  ERR_SSL_HTTP_REQUEST: 'not-tls',
  ERR_SSL_RECORD_LAYER_FAILURE: 'not-tls',
};

interface NodeError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
  readonly errors?: readonly NodeError[];
}

/** Whether an exception is the network's doing; all else is a fault of this program. */
export function isFromNetwork(thrown: unknown): boolean {
  if (thrown instanceof FailureError) return true;
  const { code, errors } = thrown as NodeError;
  if (errors !== undefined && errors.length > 0) return errors.every(isFromNetwork);
  if (code === undefined || code.startsWith('ERR_HTTP2_INVALID_CONN')) return false;
  return !code.startsWith('ERR_') || /^ERR_(SSL|TLS|HTTP2|STREAM)_/.test(code);
}

/** The network failure that an exception of Node's network stack stands for. */
export function networkFailure(thrown: unknown): NetworkFailure {
  if (thrown instanceof FailureError) return { error: thrown.kind, detail: thrown.message };
  const error = thrown as NodeError;
  // Happy Eyeballs: several addresses failed, each in its own way.
  if (error.errors && error.errors.length > 0) return ofSeveral(error.errors);
  const kind = kindOf(error);
  return { error: kind, detail: inWords(kind, error) };
}

/** The kind of an error code; certificate codes are what `authorizationError` of node:tls holds. */
export function kindOf({ code = '' }: { readonly code?: string }): NetworkFailureKind {
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return 'tls-failed';
  if (/^(CERT|UNABLE_TO|INVALID|HOSTNAME|PATH|CRL)_/.test(code)) return 'certificate-invalid';
  if (code.startsWith('ERR_HTTP2')) return 'malformed-response';
  return 'connection-reset';
}

/** Of several addresses the one that was there at all says most: a refusal beats a missing route. */
function ofSeveral(errors: readonly NodeError[]): NetworkFailure {
  const failures = errors.map((error) => networkFailure(error));
  const telling = failures.find(({ error }) => error !== 'network-unreachable') ?? failures[0]!;
  const details = failures.flatMap(({ detail }) => (detail === undefined ? [] : [detail]));
  return { error: telling.error, detail: details.join(', ') };
}

function inWords(kind: NetworkFailureKind, error: NodeError): string {
  const at = where(error);
  switch (kind) {
    case 'host-not-found':
      return error.code === 'EAI_AGAIN'
        ? `the name server gave no answer for ${error.hostname ?? 'the host'}`
        : `there is no address for ${error.hostname ?? 'the host'}`;
    case 'connection-refused':
      return `${at} refused the connection`;
    case 'network-unreachable':
      return `${at} cannot be reached from here`;
    case 'time-out':
      return `${at} did not answer`;
    case 'connection-reset':
      return error.code === 'ECONNRESET'
        ? 'the server broke the connection off'
        : `the connection broke (${error.message})`;
    case 'not-tls':
      return 'what came back is not TLS: this port does not speak https';
    case 'tls-failed':
      return `the TLS handshake failed (${error.reason ?? error.message})`;
    default:
      return error.reason ?? error.message;
  }
}

function where({ address, port }: NodeError): string {
  if (address === undefined) return 'the server';
  const host = address.includes(':') ? `[${address}]` : address;
  return port === undefined ? host : `${host}:${port}`;
}

/** The first bytes of something unexpected, in quotes, whatever is not plain ASCII as an escape. */
export function shownBytes(bytes: Uint8Array): string {
  const start = [...bytes.subarray(0, 40)].map((byte) =>
    byte >= 0x20 && byte < 0x7f
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `"${start.join('').replace(/(\\x0d)?\\x0a.*$/, '')}"`;
}
