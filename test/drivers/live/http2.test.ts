import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { createServer as createTls } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, type Authority, type Issued } from '../../../lab/certificates.js';
import { failureOf, get, responseOf, sendAll, sendOne } from './support/drive.js';
import { adopt, http2Server, stopServers, type Running } from '../../support/servers.js';

let authority: Authority;
let issued: Issued;

beforeAll(async () => {
  authority = await makeAuthority('Test Authority');
  issued = await authority.issue({ names: ['localhost'] });
});
afterEach(stopServers);

type OnStream = (stream: ServerHttp2Stream, raw: string[]) => void;

const streams = (onStream: OnStream) =>
  http2Server(issued, (server) => {
    server.on('stream', ((
      stream: ServerHttp2Stream,
      _headers: unknown,
      _flags: unknown,
      raw: string[],
    ) => {
      stream.on('error', () => undefined);
      onStream(stream, raw);
    }) as never);
  });

const trusting = (more = {}) => ({ cacert: authority.certPem, ...more });
const at = ({ port }: Running) => `https://localhost:${port}/orders?a=b`;

describe('HTTP/2', () => {
  it('is negotiated; order and duplicates of headers are kept', async () => {
    const server = await streams((stream) => {
      // Typed as if this header came only once, which is what servers get wrong.
      const twice: Record<string, string[]> = {
        'access-control-allow-origin': ['http://a.test', '*'],
        vary: ['origin'],
        'x-a': ['1', '2'],
      };
      stream.respond({ ':status': 200, ...(twice as OutgoingHttpHeaders) });
      stream.end('hi');
    });
    const exchange = await sendOne(at(server), trusting());
    const { status, headers } = responseOf(exchange);
    expect(status).toBe(200);
    expect(headers.filter(([name]) => name !== 'date')).toEqual([
      ['access-control-allow-origin', 'http://a.test'],
      ['access-control-allow-origin', '*'],
      ['vary', 'origin'],
      ['x-a', '1'],
      ['x-a', '2'],
    ]);
    expect(exchange.meta).toMatchObject({
      httpVersion: '2',
      bodyStart: 'hi',
      bodyTruncated: false,
    });
  });

  it('sends lower-case names without those of the connection, and says so', async () => {
    let seen: string[] = [];
    const server = await streams((stream, raw) => {
      seen = raw;
      stream.respond({ ':status': 204 }, { endStream: true });
    });
    const request = get(at(server), {
      method: 'patch',
      headers: [
        ['X-Mixed', '1'],
        ['x-mixed', '2'],
        ['origin', 'http://shop.test'],
        ['cookie', 'a=b'],
      ],
    });
    const { meta } = await sendOne(request, trusting());
    expect(meta.sentHeaders).toEqual([
      [':method', 'patch'],
      [':authority', `localhost:${server.port}`],
      [':scheme', 'https'],
      [':path', '/orders?a=b'],
      ['accept', '*/*'],
      ['x-mixed', '1, 2'],
      ['origin', 'http://shop.test'],
      ['cookie', 'a=b'],
      ['accept-encoding', 'gzip, deflate, br'],
    ]);
    expect(seen).toEqual(meta.sentHeaders.flat());
  });

  it('sends a body', async () => {
    let body = '';
    const server = await streams((stream) => {
      stream.on('data', (chunk: Buffer) => (body += chunk.toString()));
      stream.on('end', () => stream.respond({ ':status': 200 }, { endStream: true }));
    });
    await sendOne(get(at(server), { method: 'PUT', body: 'text' }), trusting());
    expect(body).toBe('text');
  });

  it('carries several requests over one session', async () => {
    const server = await streams((stream) => {
      stream.respond({ ':status': 200 });
      stream.end('hi');
    });
    const put = get(at(server), { method: 'PUT', body: 'x' });
    const exchanges = await sendAll(
      [get(at(server), { method: 'OPTIONS' }), put, get(at(server))],
      trusting(),
    );
    expect(exchanges.map((exchange) => responseOf(exchange).status)).toEqual([200, 200, 200]);
    expect(server.connections()).toBe(1);
  });

  it('skips interim responses', async () => {
    const server = await streams((stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</a>' });
      stream.respond({ ':status': 200, 'x-a': '1' }, { endStream: true });
    });
    expect(responseOf(await sendOne(at(server), trusting()))).toMatchObject({ status: 200 });
  });

  it('is not negotiated with http1Only', async () => {
    const server = await http2Server(
      issued,
      (secure) => secure.on('request', (_request, response) => response.end('hi')),
      { allowHTTP1: true },
    );
    expect((await sendOne(at(server), trusting({ http1Only: true }))).meta.httpVersion).toBe('1.1');
    expect((await sendOne(at(server), trusting())).meta.httpVersion).toBe('2');
  });

  it('gives way to HTTP/1.1 where the server asks for it', async () => {
    const server = await http2Server(
      issued,
      (secure) => {
        secure.on('stream', (stream) => {
          stream.on('error', () => undefined);
          stream.close(constants.NGHTTP2_HTTP_1_1_REQUIRED);
        });
        secure.on('request', (request, response) => {
          if (request.httpVersion === '1.1') response.end('hi');
        });
      },
      { allowHTTP1: true },
    );
    const [first, second] = await sendAll([get(at(server)), get(at(server))], trusting());
    expect(first!.meta).toMatchObject({ httpVersion: '1.1', bodyStart: 'hi' });
    expect(second!.meta.httpVersion).toBe('1.1');
    expect(server.connections()).toBe(2);
  });

  it('opens a new session when the server said goodbye', async () => {
    const server = await streams((stream) => {
      stream.respond({ ':status': 200 }, { endStream: true });
      stream.session?.goaway();
    });
    const exchanges = await sendAll([get(at(server)), get(at(server))], trusting());
    expect(exchanges.map((exchange) => responseOf(exchange).status)).toEqual([200, 200]);
  });
});

describe('HTTP/2 that fails', () => {
  it('time-out: no response', async () => {
    const server = await streams(() => undefined);
    const failure = failureOf(await sendOne(at(server), trusting({ maxTimeMs: 500 })));
    expect(failure).toEqual({ kind: 'time-out', detail: 'no response came in time' });
  });

  it('connection-reset: the stream', async () => {
    const server = await streams((stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    const failure = failureOf(await sendOne(at(server), trusting()));
    expect(failure.kind).toBe('connection-reset');
    expect(failure.detail).toContain('NGHTTP2_INTERNAL_ERROR');
  });

  it('empty-response: the session is closed', async () => {
    const server = await streams((stream) => stream.session?.destroy());
    expect(failureOf(await sendOne(at(server), trusting())).kind).toBe('empty-response');
  });

  it('malformed-response: no HTTP/2 at all', async () => {
    const tls = createTls(
      { cert: issued.certPem, key: issued.keyPem, ALPNProtocols: ['h2'] },
      (socket) => {
        socket.on('error', () => undefined);
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      },
    );
    const server = await adopt(tls);
    expect(failureOf(await sendOne(at(server), trusting())).kind).toBe('malformed-response');
  });

  it('many headers are no failure: 1,000 come back', async () => {
    const server = await streams((stream) => {
      stream.respond(
        { ':status': 200, 'x-a': Array.from({ length: 1_000 }, String) },
        { endStream: true },
      );
    });
    const { headers } = responseOf(await sendOne(at(server), trusting()));
    expect(headers.filter(([name]) => name === 'x-a')).toHaveLength(1_000);
  });

  it.each([
    ['in a few long lines', 40, 8_000],
    ['just above the limit', 33, 8_000],
  ])('headers-too-large: %s', async (_what, lines, length) => {
    const server = await streams((stream) => {
      const values = Array.from({ length: lines }, (_, i) => `${i}${'b'.repeat(length)}`);
      stream.respond({ ':status': 200, 'x-a': values }, { endStream: true });
    });
    expect(failureOf(await sendOne(at(server), trusting())).kind).toBe('headers-too-large');
  });
});
