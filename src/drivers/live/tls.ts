import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  rootCertificates,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { onAbort } from './abort.js';
import { FailureError, kindOf } from './failures.js';
import type { ConnectionFacts } from './facts.js';
import type { LiveOptions } from './options.js';

/** https://www.rfc-editor.org/rfc/rfc7468#section-5 */
const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * TLS on an open connection.
 * @throws FailureError with the certificate's fault, unless options.insecure;
 *   facts.certificate then says what was presented
 */
export async function startTls(
  socket: Socket,
  host: string,
  options: Pick<LiveOptions, 'insecure' | 'cacert' | 'http1Only'>,
  facts: ConnectionFacts,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const secureContext = trusting(options.cacert);
  return new Promise((resolve, reject) => {
    const secured = connect({
      socket,
      // Server names are never IP addresses: https://www.rfc-editor.org/rfc/rfc6066#section-3
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      host,
      ALPNProtocols: options.http1Only ? ['http/1.1'] : ['h2', 'http/1.1'],
      ...(secureContext === undefined ? {} : { secureContext }),
      // The verdict is taken below, so that the certificate can be shown when it is refused.
      rejectUnauthorized: false,
      checkServerIdentity,
    });
    // Stays for the connection's life: an error while nobody waits must not end the process.
    secured.on('error', (error) => reject(closedEarly(error)));
    const forget = onAbort(
      signal,
      () =>
        void secured.destroy(new FailureError('time-out', 'the TLS handshake did not end in time')),
    );
    secured.once('secureConnect', () => {
      forget();
      describe(secured, facts);
      if (secured.authorized || options.insecure) return resolve(secured);
      secured.destroy();
      reject(certificateFault(codeOf(secured), facts));
    });
  });
}

function trusting(cacert: string | undefined): SecureContext | undefined {
  if (cacert === undefined) return undefined;
  try {
    // createSecureContext silently leaves out what it cannot read.
    const blocks = cacert.match(PEM_BLOCK) ?? [''];
    const added = blocks.map((block) => new X509Certificate(block).toString());
    return createSecureContext({ ca: [...rootCertificates, ...added] });
  } catch (error) {
    const { reason, message } = error as Error & { readonly reason?: string };
    throw new FailureError(
      'tls-failed',
      `the certificates to be trusted (--cacert) cannot be read: ${reason ?? message}`,
    );
  }
}

/** A server that hangs up during the handshake speaks no TLS we know. */
function closedEarly(error: Error): Error {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ECONNRESET' && /before secure TLS/.test(error.message)
    ? new FailureError('tls-failed', 'the server closed the connection during the TLS handshake')
    : error;
}

/** Typed as an Error, but with rejectUnauthorized false Node puts the bare code there. */
function codeOf(socket: TLSSocket): string {
  const problem = socket.authorizationError as unknown;
  return typeof problem === 'string' ? problem : ((problem as { code?: string })?.code ?? '');
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

function certificateFault(code: string, { certificate }: ConnectionFacts): FailureError {
  const found = kindOf({ code });
  const kind = found.startsWith('certificate-') ? found : 'certificate-invalid';
  const detail = certificate ? inWords(kind, certificate) : null;
  return new FailureError(
    kind,
    detail ?? `the certificate was refused (${code || 'no reason given'})`,
  );
}

function inWords(
  kind: FailureError['kind'],
  { subject, issuer, validFrom, validTo, altNames }: NonNullable<ConnectionFacts['certificate']>,
): string | null {
  const who = subject === '' ? 'the certificate' : `the certificate for ${subject}`;
  switch (kind) {
    case 'certificate-expired':
      return `${who} expired on ${validTo}`;
    case 'certificate-not-yet-valid':
      return `${who} is valid only from ${validFrom}`;
    case 'certificate-wrong-host':
      return `the certificate is for ${altNames.join(', ') || subject}`;
    case 'certificate-self-signed':
      return `${who} is signed by itself`;
    case 'certificate-unknown-issuer':
      return `${who} is issued by ${issuer || 'an issuer without a name'}, which is not trusted here`;
    default:
      return null;
  }
}
