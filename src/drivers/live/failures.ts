import type { NetworkFailure, NetworkFailureKind } from '../../protocol/index.js';

/** A network failure on its way up as an exception, so that a stack of callbacks stays readable. */
export class FailureError extends Error {
  readonly kind: NetworkFailureKind;

  constructor(kind: NetworkFailureKind, detail: string) {
    super(detail);
    this.kind = kind;
  }
}

/** Node's error codes (libuv, OpenSSL, llhttp) by what they mean to a caller. */
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
  ERR_SOCKET_CONNECTION_TIMEOUT: 'time-out',
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
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_INVALID_CONSTANT: 'not-http',
  HPE_INVALID_VERSION: 'not-http',
  HPE_CR_EXPECTED: 'malformed-response',
};

interface NodeError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly rawPacket?: Uint8Array;
  readonly errors?: readonly NodeError[];
}

/** The network failure that an exception of Node's network stack stands for. */
export function networkFailure(error: unknown): NetworkFailure {
  if (error instanceof FailureError) return { error: error.kind, detail: error.message };
  const seen = error as NodeError;
  // Happy Eyeballs: several addresses failed, each with its own error; the first names them all.
  const inner = seen.errors?.[0] ?? seen;
  const code = inner.code ?? seen.code ?? '';
  if (inner.message === 'socket hang up') {
    return { error: 'empty-response', detail: 'the connection was closed before any response' };
  }
  const kind = BY_CODE[code] ?? byPrefix(code);
  return { error: kind, detail: detailOf(kind, inner, seen) };
}

function byPrefix(code: string): NetworkFailureKind {
  if (code.startsWith('HPE_')) return 'malformed-response';
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return 'tls-failed';
  if (code.startsWith('CERT_') || code.startsWith('UNABLE_TO_')) return 'certificate-invalid';
  if (code.startsWith('ERR_HTTP2')) return 'malformed-response';
  return 'connection-reset';
}

function detailOf(kind: NetworkFailureKind, error: NodeError, outer: NodeError): string {
  const packet = error.rawPacket;
  // A TLS alert (content type 21, RFC 8446 section 5.1) is what a TLS server says to plain HTTP.
  if (kind === 'not-http' && packet && packet[0] === 0x15)
    return 'a TLS alert came back: this port speaks https';
  if (kind === 'not-http' && packet)
    return `the first bytes were ${JSON.stringify(firstBytes(packet))}`;
  const all = outer.errors?.map(({ message }) => message).join('; ');
  return (all ?? error.reason ?? error.message).replace(/^Parse Error: /, '');
}

function firstBytes(packet: Uint8Array): string {
  return String.fromCharCode(...packet.subarray(0, 40));
}
