import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startServer, type PageServer } from '../../src/server/index.js';

interface Got {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

describe('the loopback server', () => {
  let folder: string;
  let server: PageServer;
  const asked: unknown[] = [];
  const releases: (() => void)[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-page-'));
    await writeFile(join(folder, 'index.html'), '<title>page</title>');
    await writeFile(join(folder, 'secret.env'), 'secret');
    server = await startServer({
      folder,
      mostBody: 1000,
      bodyPatience: 300,
      ask: async (body) => {
        asked.push(body);
        if ((body as { wait?: boolean }).wait === true)
          await new Promise<void>((resolve) => releases.push(resolve));
        return { done: true };
      },
    });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const own = (): string => `http://127.0.0.1:${server.port}`;

  function ask(
    path: string,
    {
      method = 'GET',
      headers = {},
      body = '',
    }: { method?: string; headers?: Readonly<Record<string, string>>; body?: string } = {},
  ): Promise<Got> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port: server.port, path, method, headers },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  const good = (): Record<string, string> => ({
    Origin: own(),
    'Content-Type': 'application/json',
    'X-Whycors-Token': server.token,
  });
  const post = (headers: Readonly<Record<string, string>>, body = '{}'): Promise<Got> =>
    ask('/api/ask', { method: 'POST', headers, body });

  it('listens on loopback alone, and asks for its own page', async () => {
    expect((await post(good())).status).toBe(200);
    expect(asked.splice(0)).toEqual([{}]);
    await expect(
      new Promise((resolve, reject) => {
        const socket = connect(server.port, '127.0.0.2', () => resolve(socket.destroy()));
        socket.on('error', reject);
      }),
    ).rejects.toThrow('ECONNREFUSED');
  });

  it.each([
    ['another Host (DNS rebinding)', () => ({ ...good(), Host: 'evil.example' }), 421],
    ['another port in Host', () => ({ ...good(), Host: '127.0.0.1:1' }), 421],
    [
      'a Host that begins like its own',
      () => ({ ...good(), Host: `127.0.0.1:${server.port}.evil.example` }),
      421,
    ],
    [
      'an Origin that begins like its own',
      () => ({ ...good(), Origin: `${own()}.evil.example` }),
      403,
    ],
    ['the Origin of another port', () => ({ ...good(), Origin: 'http://127.0.0.1:1' }), 403],
    [
      'its own Origin by https',
      () => ({ ...good(), Origin: own().replace('http:', 'https:') }),
      403,
    ],
    [
      'a part of the token',
      () => ({ ...good(), 'X-Whycors-Token': server.token.slice(0, -1) }),
      403,
    ],
    ['another Origin', () => ({ ...good(), Origin: 'https://evil.example' }), 403],
    ['a sandboxed Origin', () => ({ ...good(), Origin: 'null' }), 403],
    ['no Origin', () => ({ ...good(), Origin: '' }), 403],
    ['no token', () => ({ ...good(), 'X-Whycors-Token': '' }), 403],
    ['a wrong token', () => ({ ...good(), 'X-Whycors-Token': 'a'.repeat(32) }), 403],
    [
      'a form (CSRF)',
      () => ({ ...good(), 'Content-Type': 'application/x-www-form-urlencoded' }),
      415,
    ],
    [
      'a form with a file (CSRF)',
      () => ({ ...good(), 'Content-Type': 'multipart/form-data; boundary=application/json' }),
      415,
    ],
    ['a simple text body (CSRF)', () => ({ ...good(), 'Content-Type': 'text/plain' }), 415],
  ])('refuses %s', async (_, headers, status) => {
    expect((await post(headers())).status).toBe(status);
    expect(asked).toEqual([]);
  });

  it.each(['GET', 'OPTIONS', 'PUT'])(
    'refuses %s for what has effects, and sends no CORS headers',
    async (method) => {
      const { status, headers } = await ask('/api/ask', { method, headers: good() });
      expect(status).toBe(405);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(asked).toEqual([]);
    },
  );

  it.each([
    '/secret.env',
    '/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/secret.env',
    '//etc/passwd',
    '/assets/../secret.env',
    '/\\..\\secret.env',
    '/index.html%00.js',
  ])('serves %s to nobody', async (path) => {
    const { status, text } = await ask(path);
    expect(status).toBe(404);
    expect(text).toBe('{"error":"There is no such file."}');
  });

  it('refuses a body that is too large, too slow, or no JSON', async () => {
    expect((await post(good(), JSON.stringify({ a: 'x'.repeat(2000) }))).status).toBe(413);
    expect((await post(good(), '{')).status).toBe(400);
    const slow = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        {
          host: '127.0.0.1',
          port: server.port,
          path: '/api/ask',
          method: 'POST',
          headers: { ...good(), 'Content-Length': '10' },
        },
        (response) => resolve(response.statusCode ?? 0),
      );
      request.on('error', reject);
      request.write('{');
    });
    expect(slow).toBe(408);
    expect(asked).toEqual([]);
  });

  it('refuses a body that grows without telling how large it is', async () => {
    const { status } = await new Promise<{ status: number }>((resolve, reject) => {
      const request = httpRequest(
        {
          host: '127.0.0.1',
          port: server.port,
          path: '/api/ask',
          method: 'POST',
          headers: { ...good(), 'Transfer-Encoding': 'chunked' },
        },
        (response) => resolve({ status: response.statusCode ?? 0 }),
      );
      request.on('error', reject);
      for (let piece = 0; piece < 20; piece++) request.write(JSON.stringify('x'.repeat(100)));
    });
    expect(status).toBe(413);
    expect(asked).toEqual([]);
  });

  it('lets a slow body block nobody else', async () => {
    const slow = Array.from({ length: 3 }, () => {
      const socket = connect(server.port, '127.0.0.1');
      const head = Object.entries({ ...good(), Host: `127.0.0.1:${server.port}` });
      const lines = head.map((pair) => pair.join(': '));
      socket.write(`POST /api/ask HTTP/1.1\r\n${lines.join('\r\n')}\r\nContent-Length: 9\r\n\r\n{`);
      socket.on('error', () => {});
      socket.resume();
      return socket;
    });
    expect((await post(good())).status).toBe(200);
    expect((await ask('/')).status).toBe(200);
    asked.splice(0);
    await vi.waitFor(() => expect(slow.every(({ closed }) => closed)).toBe(true), 3000);
  });

  it('speaks no WebSocket and no events', async () => {
    const upgrade = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      Origin: 'https://evil.example',
    };
    for (const path of ['/', '/api/ask', '/socket']) {
      const { status, headers } = await ask(path, { headers: upgrade });
      expect(status).not.toBe(101);
      expect(headers).not.toHaveProperty('upgrade');
    }
    const { status, headers } = await ask('/api/ask', { headers: { Accept: 'text/event-stream' } });
    expect(status).toBe(405);
    expect(headers['content-type']).toBe('application/json');
  });

  it('is no proxy', async () => {
    for (const path of ['http://evil.example/', `http://127.0.0.1:${server.port}/secret.env`])
      expect((await ask(path)).status).toBe(404);
    expect((await ask('/', { method: 'TRACE' })).status).toBe(405);
  });

  it('asks for a few at the same time only', async () => {
    const waiting = Array.from({ length: 4 }, () => post(good(), '{"wait":true}'));
    await vi.waitFor(() => expect(releases).toHaveLength(4));
    expect((await post(good())).status).toBe(429);
    for (const release of releases) release();
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 200]);
    asked.splice(0);
  });

  it('lets no script or style of another come in', async () => {
    const { headers, text } = await ask('/');
    expect(text).toContain('<title>page</title>');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
});
