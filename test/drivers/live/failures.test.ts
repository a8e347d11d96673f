import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openTcp } from '../../../src/drivers/live/connect.js';
import { isFromNetwork, networkFailure } from '../../../src/drivers/live/failures.js';
import { createLiveDriver } from '../../../src/drivers/live/index.js';
import { failureOf, get, responseOf, sendAll, sendOne } from './support/drive.js';
import { rawServer, stopServers, tcpServer, type Running } from '../../support/servers.js';

afterEach(stopServers);

/** Milliseconds for what must be given up. */
const SHORT = 300;

async function ask(server: Running, maxTimeMs?: number) {
  const options = maxTimeMs === undefined ? {} : { maxTimeMs };
  return failureOf(await sendOne(`http://127.0.0.1:${server.port}/`, options));
}

/** Writes again and again, until the connection is gone. */
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20);
  socket.on('close', () => clearInterval(timer));
}

describe('no connection', () => {
  it('host-not-found', async () => {
    const failure = failureOf(await sendOne('http://nobody.invalid/'));
    expect(failure.kind).toBe('host-not-found');
    expect(failure.detail).toContain('nobody.invalid');
  });

  it('connection-refused names every address that refused', async () => {
    const server = await tcpServer(() => undefined);
    await stopServers();
    const failure = failureOf(await sendOne(`http://localhost:${server.port}/`));
    expect(failure.kind).toBe('connection-refused');
    expect(failure.detail).toContain(`127.0.0.1:${server.port} refused the connection`);
    expect(failure.detail).toContain(`[::1]:${server.port}`);
  });

  it('a refusal says more than a missing route', () => {
    const error = (code: string, address: string) =>
      Object.assign(new Error(code), { code, address, port: 80 });
    const errors = [error('EADDRNOTAVAIL', '::1'), error('ECONNREFUSED', '127.0.0.1')];
    expect(networkFailure(new AggregateError(errors))).toEqual({
      error: 'connection-refused',
      detail: '[::1]:80 cannot be reached from here, 127.0.0.1:80 refused the connection',
    });
  });

  it.each([
    ['ENETUNREACH', 'network-unreachable'],
    ['ETIMEDOUT', 'time-out'],
    ['EAI_AGAIN', 'host-not-found'],
    ['CERT_REVOKED', 'certificate-revoked'],
    ['CERT_SIGNATURE_FAILURE', 'certificate-invalid'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-failed'],
  ])('%s is %s', (code, kind) => {
    const error = Object.assign(new Error(code), { code });
    expect(networkFailure(error).error).toBe(kind);
    expect(isFromNetwork(error)).toBe(true);
  });

  it('takes no fault of its own for one of the network', () => {
    expect(isFromNetwork(new TypeError('undefined is not a function'))).toBe(false);
    const misuse = Object.assign(new TypeError('bad'), { code: 'ERR_INVALID_ARG_TYPE' });
    expect(isFromNetwork(misuse)).toBe(false);
  });

  it('time-out while connecting, also when the time is up before it begins', async () => {
    const opening = openTcp('127.0.0.1', 9, {}, {}, AbortSignal.abort());
    await expect(opening).rejects.toMatchObject({ kind: 'time-out' });
  });
});

describe('no HTTP', () => {
  it('not-http: a server that greets first', async () => {
    const server = await tcpServer((socket) => void socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
    const failure = await ask(server);
    expect(failure.kind).toBe('not-http');
    expect(failure.detail).toContain('"SSH-2.0-OpenSSH_9.6"');
  });

  it('not-http: bytes are shown as escapes', async () => {
    const failure = await ask(await rawServer('\u001b[31m\u009bX'));
    expect(failure).toEqual({
      kind: 'not-http',
      detail: 'what came back is no HTTP response; it begins with "\\x1b[31m\\x9bX"',
    });
  });

  it('not-http: a TLS alert says that the port speaks https', async () => {
    const failure = await ask(await rawServer('\u0015\u0003\u0001\u0000\u0002\u0002\u0046'));
    expect(failure.kind).toBe('not-http');
    expect(failure.detail).toContain('speaks https');
  });

  it('empty-response', async () => {
    const server = await tcpServer((socket) => socket.on('data', () => socket.end()));
    expect((await ask(server)).kind).toBe('empty-response');
  });

  it('connection-reset', async () => {
    const server = await tcpServer((socket) => socket.on('data', () => socket.resetAndDestroy()));
    expect((await ask(server)).kind).toBe('connection-reset');
  });

  it.each([
    ['no status', 'HTTP/1.1 OK\r\n\r\n', 'no three-digit status'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n', 'no three-digit status'],
    ['a NUL byte', 'HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n', 'NUL'],
    ['headers cut off', 'HTTP/1.1 200 OK\r\nA: b\r\n', 'middle of the response headers'],
    ['a first line cut off', 'HTT', 'middle of the response headers'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi',
      'more than one Content-Length (2, 3)',
    ],
    ['an upgrade that nobody asked for', 'HTTP/1.1 101 Switching\r\n\r\n', 'status 101'],
  ])('malformed-response: %s', async (_what, answer, words) => {
    const failure = await ask(await rawServer(answer));
    expect(failure.kind).toBe('malformed-response');
    expect(failure.detail).toContain(words);
  });
});

describe('what browsers accept is no failure', () => {
  it.each([
    ['lines without a carriage return', 'HTTP/1.1 200 OK\nA: b\nContent-Length: 2\n\nhi'],
    [
      'the same length twice',
      'HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi',
    ],
    [
      'a length besides chunks',
      'HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n',
    ],
    [
      'a line without a colon',
      'HTTP/1.1 200 OK\r\nA: b\r\nnonsense\r\nContent-Length: 2\r\n\r\nhi',
    ],
    ['empty lines first', '\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 2\r\n\r\nhi'],
    ['a version without a dot', 'HTTP/2 200\r\nA: b\r\nContent-Length: 2\r\n\r\nhi'],
  ])('%s', async (_what, answer) => {
    const server = await rawServer(answer);
    const exchange = await sendOne(`http://127.0.0.1:${server.port}/`);
    expect(responseOf(exchange).status).toBe(200);
    expect(responseOf(exchange).headers[0]).toEqual(['A', 'b']);
    expect(exchange.meta.bodyStart).toBe('hi');
  });
});

describe('headers-too-large', () => {
  it('one header without an end', async () => {
    const server = await rawServer(`HTTP/1.1 200 OK\r\nA: ${'b'.repeat(300_000)}`, {
      close: false,
    });
    expect((await ask(server)).kind).toBe('headers-too-large');
  });

  it('headers without an end', async () => {
    const server = await rawServer(`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(60_000)}`, {
      close: false,
    });
    expect((await ask(server)).kind).toBe('headers-too-large');
  });

  it('many headers are no failure: 2,500 come back', async () => {
    const server = await rawServer(
      `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(2_500)}Content-Length: 0\r\n\r\n`,
    );
    const exchange = await sendOne(`http://127.0.0.1:${server.port}/`);
    expect(responseOf(exchange).headers).toHaveLength(2_501);
  });
});

describe('time-out', () => {
  it('a server that says nothing', async () => {
    const failure = await ask(await tcpServer(() => undefined), SHORT);
    expect(failure).toEqual({ kind: 'time-out', detail: 'no response came in time' });
  });

  it('headers that drip without an end', async () => {
    const server = await tcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'A: b\r\n');
    });
    const failure = await ask(server, SHORT);
    expect(failure.kind).toBe('time-out');
    expect(failure.detail).toContain('headers did not end');
  });

  it('interim responses without an end', async () => {
    const server = await tcpServer((socket) => drip(socket, 'HTTP/1.1 102 Processing\r\n\r\n'));
    expect((await ask(server, SHORT)).kind).toBe('time-out');
  });

  it('a body that drips without an end costs only the body', async () => {
    const server = await tcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      drip(socket, 'x');
    });
    const exchange = await sendOne(`http://127.0.0.1:${server.port}/`, { maxTimeMs: SHORT });
    expect(responseOf(exchange).status).toBe(200);
    expect(exchange.meta.bodyStart).toMatch(/^x+$/);
    expect(exchange.meta.bodyTruncated).toBe(true);
  });

  it('counts for all requests of a driver together', async () => {
    const silent = await tcpServer(() => undefined);
    const healthy = await rawServer('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const exchanges = await sendAll(
      [get(`http://127.0.0.1:${silent.port}/`), get(`http://127.0.0.1:${healthy.port}/`)],
      { maxTimeMs: SHORT },
    );
    expect(failureOf(exchanges[1]!)).toEqual({
      kind: 'time-out',
      detail: 'no time was left for this request',
    });
    expect(healthy.connections()).toBe(0);
  });
});

it('stops at the signal of the caller with its reason', async () => {
  const controller = new AbortController();
  const server = await tcpServer((socket) => {
    socket.on('data', () => controller.abort(new Error('enough')));
  });
  const driver = createLiveDriver({ maxTimeMs: 20_000, signal: controller.signal });
  await expect(driver.send(get(`http://127.0.0.1:${server.port}/`))).rejects.toThrow('enough');
  driver.close();
});
