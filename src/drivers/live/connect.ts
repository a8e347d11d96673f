import { connect as connectTcp, type Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { ExchangeMeta } from '../../evidence/index.js';
import { FailureError, networkFailure } from './failures.js';
import { lookupWith } from './lookup.js';
import type { LiveOptions } from './options.js';
import { connectThroughProxy } from './proxy.js';

/** A connection that is ready for HTTP, and what was learned on the way. */
export interface Connection {
  readonly socket: Socket;
  readonly protocol: 'h1' | 'h2';
  readonly facts: ConnectionFacts;
}

/** The parts of ExchangeMeta that belong to the connection; filled in as it comes about, also when it fails. */
export interface ConnectionFacts {
  remoteAddress?: string;
  tls?: NonNullable<ExchangeMeta['tls']>;
  certificate?: NonNullable<ExchangeMeta['certificate']>;
  dns?: number;
  connect?: number;
  tlsTime?: number;
}

/** Opens a TCP connection, by way of the proxy where there is one, and TLS on it for https. */
export async function connect(
  url: URL,
  options: LiveOptions,
  facts: ConnectionFacts,
  signal: AbortSignal,
): Promise<Connection> {
  const started = performance.now();
  const secure = url.protocol === 'https:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const raw =
    options.proxy !== undefined
      ? await connectThroughProxy(new URL(options.proxy), host, port, secure, options, signal)
      : await openTcp(host, port, options, facts, signal);
  facts.connect = performance.now() - started;
  if (raw.remoteAddress !== undefined) facts.remoteAddress = raw.remoteAddress;
  if (!secure) return { socket: raw, protocol: 'h1', facts };
  const secured = await startTls(raw, host, options, facts, signal);
  facts.tlsTime = performance.now() - started - facts.connect;
  return { socket: secured, protocol: secured.alpnProtocol === 'h2' ? 'h2' : 'h1', facts };
}

/** A plain TCP connection. Both address families are tried (Happy Eyeballs), as browsers do. */
export function openTcp(
  host: string,
  port: number,
  options: Pick<LiveOptions, 'resolve'>,
  facts: ConnectionFacts,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const socket = connectTcp({
      host,
      port,
      lookup: lookupWith(port, options.resolve) as never,
      autoSelectFamily: true,
      noDelay: true,
    });
    const abort = (): void =>
      void socket.destroy(new FailureError('time-out', `no connection to ${host}:${port}`));
    signal.addEventListener('abort', abort, { once: true });
    socket.once('lookup', () => (facts.dns = performance.now() - started));
    socket.once('error', reject);
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

async function startTls(
  socket: Socket,
  host: string,
  options: LiveOptions,
  facts: ConnectionFacts,
  signal: AbortSignal,
): Promise<TLSSocket> {
  // Only https pays for loading TLS.
  const tls = await import('node:tls');
  return new Promise((resolve, reject) => {
    const secured = tls.connect({
      socket,
      // Server names are never IP addresses: https://www.rfc-editor.org/rfc/rfc6066#section-3
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      host,
      ALPNProtocols: options.http1Only ? ['http/1.1'] : ['h2', 'http/1.1'],
      ...(options.cacert === undefined ? {} : { ca: [...tls.rootCertificates, options.cacert] }),
      // The verdict is taken below, so that the certificate can be shown when it is refused.
      rejectUnauthorized: false,
      checkServerIdentity: tls.checkServerIdentity,
    });
    const abort = (): void =>
      void secured.destroy(new FailureError('time-out', 'the TLS handshake did not end'));
    signal.addEventListener('abort', abort, { once: true });
    const refuse = (error: Error): void => reject(closedEarly(error));
    secured.once('error', refuse);
    secured.once('secureConnect', () => {
      signal.removeEventListener('abort', abort);
      secured.off('error', refuse);
      describe(secured, facts);
      // Typed as an Error, but with rejectUnauthorized false Node puts the code there.
      const problem = secured.authorizationError as unknown;
      if (secured.authorized || options.insecure) return resolve(secured);
      secured.destroy();
      const code =
        typeof problem === 'string' ? problem : ((problem as { code?: string } | null)?.code ?? '');
      reject(
        Object.assign(new Error(certificateDetail(code, facts)), { code: code || 'CERT_INVALID' }),
      );
    });
  });
}

/** A server that hangs up during the handshake speaks no TLS we know. */
function closedEarly(error: Error): Error {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ECONNRESET' && /before secure TLS/.test(error.message)
    ? new FailureError('tls-failed', 'the server closed the connection during the TLS handshake')
    : error;
}

function describe(socket: TLSSocket, facts: ConnectionFacts): void {
  const peer: PeerCertificate = socket.getPeerCertificate();
  const issuer = nameOf(peer.issuer);
  facts.tls = { protocol: socket.getProtocol() ?? '', authorized: socket.authorized, issuer };
  if (Object.keys(peer).length === 0) return;
  facts.certificate = {
    subject: nameOf(peer.subject),
    issuer,
    validFrom: peer.valid_from,
    validTo: peer.valid_to,
    altNames: (peer.subjectaltname ?? '').split(', ').filter((name) => name !== ''),
  };
}

function nameOf(subject: PeerCertificate['subject'] | undefined): string {
  const name = subject?.CN ?? subject?.O ?? '';
  return Array.isArray(name) ? name.join(', ') : name;
}

function certificateDetail(code: string, facts: ConnectionFacts): string {
  const { certificate } = facts;
  if (!certificate) return code;
  switch (networkFailure({ code, message: '' }).error) {
    case 'certificate-expired':
      return `the certificate for ${certificate.subject} expired on ${certificate.validTo}`;
    case 'certificate-not-yet-valid':
      return `the certificate for ${certificate.subject} is valid only from ${certificate.validFrom}`;
    case 'certificate-wrong-host':
      return `the certificate is for ${certificate.altNames.join(', ') || certificate.subject}`;
    case 'certificate-self-signed':
      return `the certificate for ${certificate.subject} is signed by itself`;
    case 'certificate-unknown-issuer':
      return `the certificate is issued by ${certificate.issuer}, which is not trusted here`;
    default:
      return code;
  }
}
