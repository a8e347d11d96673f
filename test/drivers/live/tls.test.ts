import { connect as connectTcp } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, type Authority, type Issued } from '../../../lab/certificates.js';
import { failureOf, get, responseOf, sendAll, sendOne } from './support/drive.js';
import {
  httpServer,
  httpsServer,
  rawServer,
  stopServers,
  tcpServer,
} from '../../support/servers.js';

const DAY = 86_400_000;
const NAMES = { names: ['localhost', 'api.test'], ips: ['127.0.0.1'] };

let authority: Authority;
let good: Issued;

beforeAll(async () => {
  authority = await makeAuthority('Test Authority');
  good = await authority.issue(NAMES);
});
afterEach(stopServers);

const serve = (issued: Issued) => httpsServer(issued, (_request, response) => response.end('hi'));

describe('a good certificate', () => {
  it('is accepted with its authority, for names and addresses', async () => {
    const { port } = await serve(good);
    for (const host of ['localhost', '127.0.0.1', 'api.test']) {
      const resolve = new Map([[`api.test:${port}`, ['127.0.0.1']]]);
      const exchange = await sendOne(`https://${host}:${port}/`, {
        cacert: authority.certPem,
        resolve,
      });
      expect(responseOf(exchange).status).toBe(200);
      expect(exchange.meta).toMatchObject({
        httpVersion: '1.1',
        bodyStart: 'hi',
        tls: { protocol: 'TLSv1.3', authorized: true, issuer: 'Test Authority' },
        certificate: { subject: 'localhost', issuer: 'Test Authority' },
      });
    }
  });

  it('serves several requests over one connection, and the facts stay', async () => {
    const server = await serve(good);
    const url = `https://localhost:${server.port}/`;
    const [first, second] = await sendAll([get(url), get(url)], { cacert: authority.certPem });
    expect(server.connections()).toBe(1);
    expect(second!.meta.certificate).toEqual(first!.meta.certificate);
    expect(first!.meta.timings.tls).toBeGreaterThanOrEqual(first!.meta.timings.connect!);
  });
});

describe('a bad certificate', () => {
  it.each([
    [
      'certificate-expired',
      { ...NAMES, notBefore: new Date(Date.now() - 2 * DAY), notAfter: new Date(Date.now() - DAY) },
      'expired on ',
    ],
    [
      'certificate-not-yet-valid',
      {
        ...NAMES,
        notBefore: new Date(Date.now() + DAY),
        notAfter: new Date(Date.now() + 2 * DAY),
      },
      'valid only from ',
    ],
    [
      'certificate-wrong-host',
      { names: ['other.test', 'third.test'] },
      'DNS:other.test, DNS:third.test',
    ],
    ['certificate-self-signed', { ...NAMES, selfSigned: true }, 'signed by itself'],
  ])('%s', async (kind, request, words) => {
    const { port } = await serve(await authority.issue(request));
    const url = `https://localhost:${port}/`;
    const exchange = await sendOne(url, { cacert: authority.certPem });
    expect(failureOf(exchange).kind).toBe(kind);
    expect(failureOf(exchange).detail).toContain(words);
    expect(exchange.meta.certificate).toMatchObject({ subject: request.names[0] });
    expect(exchange.meta.sentHeaders).toEqual([]);

    const insecure = await sendOne(url, { cacert: authority.certPem, insecure: true });
    expect(responseOf(insecure).status).toBe(200);
    expect(insecure.meta.tls?.authorized).toBe(false);
  });

  it('certificate-unknown-issuer without its authority', async () => {
    const { port } = await serve(good);
    const exchange = await sendOne(`https://localhost:${port}/`);
    expect(failureOf(exchange)).toEqual({
      kind: 'certificate-unknown-issuer',
      detail:
        'the certificate for localhost is issued by Test Authority, which is not trusted here',
    });
    expect(exchange.meta.certificate?.altNames).toEqual([
      'DNS:localhost',
      'DNS:api.test',
      'IP Address:127.0.0.1',
    ]);
  });
});

describe('no TLS', () => {
  it('not-tls: a plain HTTP server', async () => {
    const { port } = await httpServer((_request, response) => response.end('hi'));
    expect(failureOf(await sendOne(`https://localhost:${port}/`)).kind).toBe('not-tls');
  });

  it('not-tls: a server that greets first', async () => {
    const { port } = await tcpServer((socket) => void socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(failureOf(await sendOne(`https://127.0.0.1:${port}/`)).kind).toBe('not-tls');
  });

  it('tls-failed: a handshake that the server ends', async () => {
    const { port } = await rawServer('');
    const failure = failureOf(await sendOne(`https://127.0.0.1:${port}/`));
    expect(failure).toEqual({
      kind: 'tls-failed',
      detail: 'the server closed the connection during the TLS handshake',
    });
  });

  it('tls-failed: a handshake that the server refuses', async () => {
    // Alert: fatal, handshake_failure. https://www.rfc-editor.org/rfc/rfc8446#section-6
    const { port } = await rawServer('\u0015\u0003\u0003\u0000\u0002\u0002\u0028');
    expect(failureOf(await sendOne(`https://127.0.0.1:${port}/`)).kind).toBe('tls-failed');
  });

  it('connection-reset in the handshake', async () => {
    const { port } = await tcpServer((socket) => socket.on('data', () => socket.resetAndDestroy()));
    expect(failureOf(await sendOne(`https://127.0.0.1:${port}/`)).kind).toBe('connection-reset');
  });

  it('time-out: a handshake without an end', async () => {
    const { port } = await tcpServer(() => undefined);
    const failure = failureOf(await sendOne(`https://127.0.0.1:${port}/`, { maxTimeMs: 300 }));
    expect(failure).toEqual({
      kind: 'time-out',
      detail: 'the TLS handshake did not end in time',
    });
  });

  it('says so when the certificates to be trusted cannot be read', async () => {
    const { port } = await serve(good);
    const cacert = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const failure = failureOf(await sendOne(`https://localhost:${port}/`, { cacert }));
    expect(failure.detail).toContain('--cacert');
  });

  it('plain HTTP to a TLS port is no HTTP', async () => {
    const { port } = await tlsThatAlerts(good);
    expect(failureOf(await sendOne(`http://127.0.0.1:${port}/`)).kind).toBe('not-http');
  });
});

/** A TLS server as OpenSSL has it: it answers plain text with an alert, where Node's just hangs up. */
async function tlsThatAlerts(issued: Issued) {
  const behind = await serve(issued);
  return tcpServer((socket) => {
    socket.once('data', (chunk) => {
      if (chunk[0] !== 0x16) return socket.end(Buffer.from('15030100020246', 'hex'));
      const onward = connectTcp(behind.port, '127.0.0.1');
      onward.on('error', () => socket.destroy());
      onward.write(chunk);
      socket.pipe(onward).pipe(socket);
    });
  });
}
