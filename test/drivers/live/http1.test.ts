import { afterEach, describe, expect, it } from 'vitest';
import { get, responseOf, sendAll, sendOne } from './support/drive.js';
import {
  httpServer,
  rawServer,
  recordingServer,
  stopServers,
  tcpServer,
} from '../../support/servers.js';

afterEach(stopServers);

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

describe('what is sent', () => {
  it('writes the headers in order and case, with what a browser adds', async () => {
    const server = await recordingServer(OK);
    const url = `http://127.0.0.1:${server.port}/orders?a=b`;
    const { meta } = await sendOne(
      get(url, {
        headers: [
          ['X-Mixed-cAse', '1'],
          ['accept', 'application/json'],
          ['origin', 'http://shop.test'],
          ['x-mixed-case', '\u00e9'],
        ],
      }),
      { extraHeaders: [['User-Agent', 'Test/1']] },
    );
    expect(server.heads[0]!.split('\r\n')).toEqual([
      'GET /orders?a=b HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'Connection: keep-alive',
      'User-Agent: Test/1',
      'X-Mixed-cAse: 1',
      'Accept: application/json',
      'Origin: http://shop.test',
      'x-mixed-case: \u00e9',
      'Accept-Encoding: gzip, deflate, br',
      '',
      '',
    ]);
    expect(meta.sentHeaders.map(([name, value]) => `${name}: ${value}`)).toEqual(
      server.heads[0]!.split('\r\n').slice(1, -2),
    );
  });

  it('lets the request override what would be added', async () => {
    const server = await recordingServer(OK);
    await sendOne(
      get(`http://127.0.0.1:${server.port}/`, {
        headers: [
          ['user-agent', 'Page/2'],
          ['accept-encoding', 'identity'],
        ],
      }),
      { extraHeaders: [['User-Agent', 'Test/1']] },
    );
    expect(server.heads[0]).toMatch(/^user-agent: Page\/2\r$/m);
    expect(server.heads[0]).toMatch(/^accept-encoding: identity\r$/m);
    expect(server.heads[0]).not.toContain('Test/1');
    expect(server.heads[0]).not.toContain('gzip');
  });

  it('keeps the case of a method: fetch() does not upper-case patch', async () => {
    const server = await recordingServer(OK);
    await sendOne(get(`http://127.0.0.1:${server.port}/`, { method: 'patch' }));
    expect(server.heads[0]).toMatch(/^patch \/ HTTP/);
    expect(server.heads[0]).not.toMatch(/transfer-encoding|content-length/i);
  });

  it('sends a body as UTF-8 with its length in bytes', async () => {
    const server = await recordingServer(OK);
    await sendOne(
      get(`http://127.0.0.1:${server.port}/`, {
        method: 'PUT',
        body: '\u20ac',
        headers: [['content-length', '999']],
      }),
    );
    expect(server.heads[0]).toMatch(/^Content-Length: 3\r$/m);
    expect(server.heads[0]).not.toContain('999');
    expect(server.heads[0]!.endsWith('\r\n\r\n\u00e2\u0082\u00ac')).toBe(true);
  });

  it.each([
    ['POST', true],
    ['PUT', true],
    ['PATCH', false],
    ['DELETE', false],
  ])('%s without a body has a Content-Length of 0: %s', async (method, has) => {
    const server = await recordingServer(OK);
    await sendOne(get(`http://127.0.0.1:${server.port}/`, { method }));
    expect(/^Content-Length: 0\r$/m.test(server.heads[0]!)).toBe(has);
  });

  it('refuses to write a header with a line end, as a fault of the program', async () => {
    const server = await recordingServer(OK);
    const request = get(`http://127.0.0.1:${server.port}/`, { headers: [['a', 'b\r\nEvil: 1']] });
    await expect(sendOne(request)).rejects.toThrow(TypeError);
    expect(server.heads).toEqual([]);
  });
});

describe('what comes back', () => {
  it('keeps order, case and duplicates of headers, byte for byte', async () => {
    const server = await rawServer(
      'HTTP/1.1 200 Fine\r\naccess-control-allow-ORIGIN: *\r\nVary:  Origin \r\n' +
        'Access-Control-Allow-Origin: http://a.test\r\nX: \u00e9\u0001\r\nContent-Length: 0\r\n\r\n',
    );
    const exchange = await sendOne(`http://127.0.0.1:${server.port}/`);
    expect(responseOf(exchange)).toEqual({
      status: 200,
      statusText: 'Fine',
      headers: [
        ['access-control-allow-ORIGIN', '*'],
        ['Vary', 'Origin'],
        ['Access-Control-Allow-Origin', 'http://a.test'],
        ['X', '\u00e9\u0001'],
        ['Content-Length', '0'],
      ],
    });
    expect(exchange.meta).toMatchObject({ httpVersion: '1.1', remoteAddress: '127.0.0.1' });
  });

  it('skips interim responses', async () => {
    const server = await rawServer(
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`,
    );
    const exchange = await sendOne(`http://127.0.0.1:${server.port}/`);
    expect(responseOf(exchange)).toMatchObject({ status: 200, headers: [['Content-Length', '2']] });
    expect(exchange.meta.bodyStart).toBe('hi');
  });

  it.each([
    ['a HEAD', 'HEAD', '200 OK\r\nContent-Length: 5'],
    ['a 204', 'GET', '204 No Content\r\nContent-Length: 5'],
    ['a 304', 'GET', '304 Not Modified\r\nContent-Length: 5'],
  ])('waits for no body after %s', async (_what, method, rest) => {
    const server = await rawServer(`HTTP/1.1 ${rest}\r\n\r\n`, { close: false });
    const { meta } = await sendOne(get(`http://127.0.0.1:${server.port}/`, { method }));
    expect(meta).toMatchObject({ bodyStart: '', bodyTruncated: false });
  });

  it('takes the end of the connection as the end of an HTTP/1.0 body', async () => {
    const server = await rawServer('HTTP/1.0 200 OK\r\n\r\nhello');
    const { meta } = await sendOne(`http://127.0.0.1:${server.port}/`);
    expect(meta).toMatchObject({ httpVersion: '1.0', bodyStart: 'hello', bodyTruncated: false });
  });
});

describe('connections', () => {
  it('carries preflight and request over one', async () => {
    const server = await httpServer((_request, response) => response.end('hi'));
    const url = `http://127.0.0.1:${server.port}/`;
    const exchanges = await sendAll([
      get(url, { kind: 'preflight', method: 'OPTIONS' }),
      get(url),
      get(url),
    ]);
    expect(exchanges.map((exchange) => responseOf(exchange).status)).toEqual([200, 200, 200]);
    expect(server.connections()).toBe(1);
    expect(exchanges[0]!.meta.timings.connect).toBeDefined();
    expect(exchanges[1]!.meta.timings.connect).toBeUndefined();
    expect(exchanges[1]!.meta.remoteAddress).toBe('127.0.0.1');
  });

  it.each([
    ['Connection: close', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi'],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi'],
    ['bytes after the body', `${OK}more`],
  ])('is not used again after %s', async (_what, answer) => {
    const server = await recordingServer(answer);
    const url = `http://127.0.0.1:${server.port}/`;
    await sendAll([get(url), get(url)]);
    expect(server.connections()).toBe(2);
  });

  it('asks anew when the server closed the idle one meanwhile', async () => {
    let served = 0;
    const server = await tcpServer((socket) => {
      const mine = ++served;
      let asked = 0;
      socket.on('data', () => {
        if (mine === 1 && ++asked === 2) socket.destroy();
        else socket.write(OK);
      });
    });
    const url = `http://127.0.0.1:${server.port}/`;
    const [, second] = await sendAll([get(url), get(url)]);
    expect(responseOf(second!).status).toBe(200);
    expect(server.connections()).toBe(2);
  });

  it('gives a request with side effects one of its own, and sends it once', async () => {
    const server = await recordingServer(OK);
    const url = `http://127.0.0.1:${server.port}/`;
    await sendAll([get(url, { method: 'OPTIONS' }), get(url, { method: 'PUT', body: 'x' })]);
    expect(server.connections()).toBe(2);
    expect(server.heads.filter((head) => head.startsWith('PUT'))).toHaveLength(1);
  });
});

describe('localhost', () => {
  it.each(['127.0.0.1', '::1'])('finds a server that listens on %s only', async (host) => {
    const server = await httpServer((_request, response) => response.end('hi'), host);
    const exchange = await sendOne(`http://localhost:${server.port}/`);
    expect(responseOf(exchange).status).toBe(200);
    expect(exchange.meta.remoteAddress).toBe(host);
  });

  it('asks ::1 first where both answer, as browsers do', async () => {
    const four = await tcpServer((socket) => socket.end());
    await tcpServer((socket) => socket.on('data', () => socket.end(OK)), '::1', four.port);
    const exchange = await sendOne(`http://localhost:${four.port}/`);
    expect(exchange.meta.remoteAddress).toBe('::1');
  });

  it('finds names below it without DNS', async () => {
    const server = await recordingServer(OK);
    const exchange = await sendOne(`http://api.shop.localhost:${server.port}/`);
    expect(responseOf(exchange).status).toBe(200);
    expect(server.heads[0]).toContain(`Host: api.shop.localhost:${server.port}\r\n`);
  });
});
