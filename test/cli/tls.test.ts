import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, type Authority, type CertificateRequest } from '../../lab/certificates.js';
import { freePort } from '../support/ports.js';
import { httpServer, httpsServer, stopServers, tcpServer } from '../support/servers.js';
import { whycors, whycorsJson } from './command.js';

const DAY = 86_400_000;
const NAMES = { names: ['localhost'], ips: ['127.0.0.1'] };
const allowed = { 'Access-Control-Allow-Origin': 'http://localhost:3000' };

let authority: Authority;
let folder: string;
let cacert: string;

beforeAll(async () => {
  authority = await makeAuthority('Authority of the shop');
  folder = await mkdtemp(join(tmpdir(), 'whycors-tls-'));
  cacert = join(folder, 'authority.pem');
  await writeFile(cacert, authority.certPem);
});
afterEach(stopServers);
afterAll(() => rm(folder, { recursive: true }));

/** An API that allows the page, behind this certificate. @returns its URL */
async function api(certificate: CertificateRequest): Promise<string> {
  const issued = await authority.issue(certificate);
  const { port } = await httpsServer(issued, (_, response) =>
    response.writeHead(200, allowed).end(),
  );
  return `https://localhost:${port}/orders`;
}

/** A certificate, what is wrong with it even to who trusts its authority, and the advice. */
const BAD: readonly (readonly [cause: string, certificate: CertificateRequest, advice: RegExp])[] =
  [
    [
      'certificate-expired',
      {
        ...NAMES,
        notBefore: new Date(Date.now() - 9 * DAY),
        notAfter: new Date(Date.now() - DAY),
      },
      /Renew the certificate/,
    ],
    [
      'certificate-not-yet-valid',
      { ...NAMES, notBefore: new Date(Date.now() + DAY), notAfter: new Date(Date.now() + 9 * DAY) },
      /clock/,
    ],
    ['certificate-wrong-host', { names: ['shop.test'] }, /add this name to it/],
    ['certificate-self-signed', { ...NAMES, selfSigned: true }, /mkcert/],
  ];

describe('a certificate that browsers refuse', () => {
  it.each(BAD)('%s', async (cause, certificate, advice) => {
    const url = await api(certificate);
    const { status, report } = await whycorsJson(url, '--cacert', cacert);
    expect({ status, cause: report.causes[0]?.rule }).toEqual({ status: 3, cause });
    expect(report.causes[0]?.change.join('\n')).toMatch(advice);

    const { status: shown, out } = await whycors(url, '--cacert', cacert);
    expect(shown).toBe(3);
    expect(out.replace(/\s+/g, ' ')).toMatch(advice);

    const insecure = await whycorsJson(url, '--cacert', cacert, '-k');
    expect(insecure).toMatchObject({ status: 0, report: { verdict: 'allowed' } });
  });

  it('certificate-unknown-issuer, until --cacert names the issuer or -k trusts anyone', async () => {
    const url = await api(NAMES);
    const { status, report } = await whycorsJson(url);
    expect({ status, cause: report.causes[0]?.rule }).toEqual({
      status: 3,
      cause: 'certificate-unknown-issuer',
    });
    expect(report.causes[0]?.cause).toContain('Authority of the shop');
    expect(report.causes[0]?.change.join('\n')).toContain('--cacert');
    expect((await whycorsJson(url, '--cacert', cacert)).status).toBe(0);
    expect((await whycorsJson(url, '-k')).status).toBe(0);
  });
});

describe('a server that cannot be reached', () => {
  it('host-not-found: a name that is in no DNS', async () => {
    const { status, report } = await whycorsJson('http://no-such-host.invalid/');
    expect({ status, cause: report.causes[0]?.rule }).toEqual({
      status: 3,
      cause: 'host-not-found',
    });
    expect(report.causes[0]?.cause).toContain('no-such-host.invalid');
  });

  it('connection-refused: a port that nothing listens at', async () => {
    const { status, report } = await whycorsJson(`http://127.0.0.1:${await freePort()}/`);
    expect({ status, cause: report.causes[0]?.rule }).toEqual({
      status: 3,
      cause: 'connection-refused',
    });
  });

  it('wrong-protocol-on-port: https asked of a server without TLS', async () => {
    const { port } = await httpServer((_, response) => response.writeHead(200, allowed).end());
    const { status, report } = await whycorsJson(`https://127.0.0.1:${port}/`);
    expect({ status, cause: report.causes[0]?.rule }).toEqual({
      status: 3,
      cause: 'wrong-protocol-on-port',
    });
    expect(report.causes[0]?.change.join('\n')).toContain('`http`');
    expect((await whycorsJson(`http://127.0.0.1:${port}/`)).status).toBe(0);
  });

  it('http asked of a server with TLS: Node hangs up, and the advice is to try https', async () => {
    const url = await api(NAMES);
    const { status, report } = await whycorsJson(url.replace('https:', 'http:'));
    expect(status).toBe(3);
    expect(['empty-response', 'connection-reset']).toContain(report.causes[0]?.rule);
    expect(report.causes[0]?.change.join('\n')).toContain('https');
  });

  it('wrong-protocol-on-port: http answered with a TLS alert, as OpenSSL does', async () => {
    const { port } = await tcpServer((socket) => {
      socket.once('data', () => socket.end(Buffer.from('15030100020246', 'hex')));
    });
    const { status, report } = await whycorsJson(`http://127.0.0.1:${port}/`);
    expect({ status, cause: report.causes[0]?.rule }).toEqual({
      status: 3,
      cause: 'wrong-protocol-on-port',
    });
    expect(report.causes[0]?.change.join('\n')).toContain('`https`');
  });

  it('time-out: a server that takes the request and never answers', async () => {
    const { port, connections } = await tcpServer((socket) => void socket.resume());
    const { status, report } = await whycorsJson(`http://127.0.0.1:${port}/`, '--max-time', '1');
    expect({ status, cause: report.causes[0]?.rule }).toEqual({ status: 3, cause: 'time-out' });
    expect(report.causes[0]?.change.join('\n')).toContain('--max-time');
    expect(connections()).toBeGreaterThan(0);
  });
});
