import { connect, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, type Authority, type Issued } from '../../../lab/certificates.js';
import { readProxy } from '../../../src/drivers/live/index.js';
import { failureOf, get, responseOf, sendAll, sendOne } from './support/drive.js';
import {
  adopt,
  http2Server,
  httpServer,
  rawServer,
  recordingServer,
  stopServers,
  tcpServer,
} from '../../support/servers.js';

let authority: Authority;
let issued: Issued;

beforeAll(async () => {
  authority = await makeAuthority('Test Authority');
  issued = await authority.issue({ names: ['localhost', 'api.test'] });
});
afterEach(stopServers);

const BODY = 'x'.repeat(15_000);

/** Does what a CONNECT proxy does; every name leads to 127.0.0.1. */
function tunnel(socket: Socket, heads: string[]): void {
  socket.once('data', (chunk) => {
    const head = chunk.toString('latin1');
    heads.push(head);
    const [, , port] = /^CONNECT ([^ ]+):(\d+) HTTP\/1\.1\r\n/.exec(head)!;
    const onward = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
}

const h2 = () =>
  http2Server(issued, (server) => {
    server.on('stream', (stream) => {
      stream.respond({ ':status': 200 });
      stream.end(BODY);
    });
  });

describe('https by way of a proxy', () => {
  it('goes through a tunnel, with user and password', async () => {
    const heads: string[] = [];
    const proxy = await tcpServer((socket) => tunnel(socket, heads));
    const server = await h2();
    const url = `https://api.test:${server.port}/`;
    const exchanges = await sendAll([get(url), get(url)], {
      cacert: authority.certPem,
      proxy: `http://me:p%40ss@127.0.0.1:${proxy.port}`,
    });
    expect(exchanges.map((exchange) => responseOf(exchange).status)).toEqual([200, 200]);
    expect(exchanges[0]!.meta).toMatchObject({ httpVersion: '2', tls: { authorized: true } });
    // The address of a server behind a proxy is not known, and the proxy's is not the server's.
    expect(exchanges[0]!.meta.remoteAddress).toBeUndefined();
    expect(heads).toEqual([
      `CONNECT api.test:${server.port} HTTP/1.1\r\nHost: api.test:${server.port}\r\n` +
        `Proxy-Authorization: Basic ${btoa('me:p@ss')}\r\n\r\n`,
    ]);
  });

  it('goes through a tunnel inside TLS', async () => {
    const heads: string[] = [];
    const proxy = await adopt(
      createTls({ cert: issued.certPem, key: issued.keyPem }, (socket) => {
        socket.on('error', () => undefined);
        tunnel(socket, heads);
      }),
    );
    const server = await h2();
    // Together more than the tunnel's own reader would hold if it were still reading.
    const requests = Array.from({ length: 8 }, () => get(`https://api.test:${server.port}/`));
    const exchanges = await sendAll(requests, {
      cacert: authority.certPem,
      proxy: `https://localhost:${proxy.port}`,
    });
    expect(exchanges.map(({ meta }) => meta.bodyStart)).toEqual(requests.map(() => BODY));
    expect(heads).toHaveLength(1);
  });

  it.each([
    [
      'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n',
      'user and password',
    ],
    ['HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n', 'status 403'],
    ['SSH-2.0-OpenSSH_9.6\r\n', 'did not answer CONNECT'],
    ['', 'closed before any response'],
    [`HTTP/1.1 200 OK\r\nA: ${'b'.repeat(300_000)}`, 'longer than 256 KiB'],
  ])('proxy-failed: %.40j', async (answer, words) => {
    const proxy = await rawServer(answer);
    const failure = failureOf(
      await sendOne('https://api.test/', { proxy: `http://me:secret@127.0.0.1:${proxy.port}` }),
    );
    expect(failure.kind).toBe('proxy-failed');
    expect(failure.detail).toContain(words);
    expect(failure.detail).not.toContain('secret');
  });

  it('proxy-failed: it does not answer', async () => {
    const proxy = await tcpServer(() => undefined);
    const exchange = await sendOne('https://api.test/', {
      proxy: `http://127.0.0.1:${proxy.port}`,
      maxTimeMs: 300,
    });
    expect(failureOf(exchange).kind).toBe('proxy-failed');
  });

  it('proxy-failed: it is not there', async () => {
    const proxy = await tcpServer(() => undefined);
    await stopServers();
    const failure = failureOf(
      await sendOne('https://api.test/', { proxy: `http://127.0.0.1:${proxy.port}` }),
    );
    expect(failure.kind).toBe('proxy-failed');
    expect(failure.detail).toContain('refused the connection');
  });

  it('proxy-failed: its own certificate is bad', async () => {
    const proxy = await adopt(createTls({ cert: issued.certPem, key: issued.keyPem }));
    const failure = failureOf(
      await sendOne('https://api.test/', { proxy: `https://localhost:${proxy.port}` }),
    );
    expect(failure.kind).toBe('proxy-failed');
    expect(failure.detail).toContain('not trusted');
  });
});

describe('http by way of a proxy', () => {
  it('asks for the whole URL, without its user and password', async () => {
    const proxy = await recordingServer('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
    const exchange = await sendOne('http://me:own@api.test/orders?a=b', {
      proxy: `http://u:p@127.0.0.1:${proxy.port}`,
    });
    expect(responseOf(exchange).status).toBe(200);
    expect(proxy.heads[0]).toMatch(
      /^GET http:\/\/api\.test\/orders\?a=b HTTP\/1\.1\r\nHost: api\.test\r\n/,
    );
    expect(proxy.heads[0]).toContain(`Proxy-Authorization: Basic ${btoa('u:p')}\r\n`);
    expect(exchange.meta.sentHeaders.map(([name]) => name)).not.toContain('Proxy-Authorization');
  });

  it('proxy-failed: it wants a user and password', async () => {
    const proxy = await httpServer((_request, response) => response.writeHead(407).end());
    const failure = failureOf(
      await sendOne('http://api.test/', { proxy: `http://127.0.0.1:${proxy.port}` }),
    );
    expect(failure).toEqual({
      kind: 'proxy-failed',
      detail: `the proxy 127.0.0.1:${proxy.port} wants a user and password (status 407)`,
    });
  });
});

describe('readProxy', () => {
  it.each([
    ['proxy.test:3128', 'http://proxy.test:3128'],
    ['https://me:pass@proxy.test', 'https://me:pass@proxy.test'],
    ['[::1]:8080', 'http://[::1]:8080'],
  ])('%s', (typed, value) => {
    expect(readProxy(typed)).toEqual({ value, problems: [] });
  });

  it.each(['socks5://h:1', 'ftp://h', 'http://', 'http://h:99999', 'me:secret@:x'])(
    'refuses %s in a sentence without the password',
    (typed) => {
      const { value, problems } = readProxy(typed);
      expect(value).toBeNull();
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/^--proxy: /);
      expect(problems[0]).not.toContain('secret');
    },
  );
});
