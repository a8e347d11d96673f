import { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

/** A certificate and its key, as PEM. */
export interface Issued {
  readonly certPem: string;
  readonly keyPem: string;
}

/** What a certificate is to say. */
export interface CertificateRequest {
  /** DNS names. */
  readonly names: readonly string[];
  readonly ips?: readonly string[];
  /** Default: yesterday. */
  readonly notBefore?: Date;
  /** Default: in thirty days. */
  readonly notAfter?: Date;
  /** Signed with its own key instead of the authority's. */
  readonly selfSigned?: boolean;
}

export interface Authority {
  readonly certPem: string;
  issue(request: CertificateRequest): Promise<Issued>;
}

/** A certificate authority of the tests' own, which nobody trusts but who is given its certificate. */
export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await makeKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    ...validity({}),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });
  return {
    certPem: authority.toString('pem'),
    issue: (request) => issue(request, authority, keys.privateKey),
  };
}

async function issue(
  request: CertificateRequest,
  authority: x509.X509Certificate,
  authorityKey: CryptoKey,
): Promise<Issued> {
  const keys = await makeKeys();
  const subject = `CN=${request.names[0] ?? request.ips?.[0] ?? 'nobody'}`;
  const names: x509.JsonGeneralNames = [
    ...request.names.map((value) => ({ type: 'dns' as const, value })),
    ...(request.ips ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: request.selfSigned ? subject : authority.subject,
    publicKey: keys.publicKey,
    signingKey: request.selfSigned ? keys.privateKey : authorityKey,
    ...validity(request),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.SubjectAlternativeNameExtension(names),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey as webcrypto.CryptoKey);
  return {
    certPem: certificate.toString('pem'),
    keyPem: x509.PemConverter.encode(key, 'PRIVATE KEY'),
  };
}

async function makeKeys(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as CryptoKeyPair;
}

function validity({ notBefore, notAfter }: Partial<CertificateRequest>) {
  return {
    notBefore: notBefore ?? new Date(Date.now() - DAY),
    notAfter: notAfter ?? new Date(Date.now() + 30 * DAY),
  };
}
