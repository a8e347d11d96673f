import { spawn, type ChildProcess } from 'node:child_process';
import {
  Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpServer, stopServers } from '../support/servers.js';
import { COMMAND, whycors } from './command.js';

const PAGE = 'http://localhost:3000';
let api: string;
const seen: IncomingMessage[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  const { port } = await httpServer((request, response) => {
    seen.push(request);
    response.setHeader('Access-Control-Allow-Origin', 'https://elsewhere.example');
    if (request.url === '/moved')
      return void response.writeHead(302, { Location: '/orders?a=1' }).end();
    response.setHeader('Set-Cookie', 'id=1; Domain=example.com; HttpOnly');
    let body = '';
    request.on('data', (chunk: Buffer) => void (body += String(chunk)));
    request.on('end', () => response.writeHead(request.method === 'OPTIONS' ? 405 : 200).end(body));
  });
  api = `http://127.0.0.1:${port}`;
});
beforeEach(() => void seen.splice(0));
afterEach(async () => {
  for (const child of children.splice(0)) {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT');
    await ended;
  }
});
afterAll(stopServers);

/** Starts the command and gives the address that it prints. */
async function serve(...options: readonly string[]): Promise<string> {
  const args = [COMMAND, 'serve-fix', api, '--port', '0', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let out = '';
  for await (const chunk of child.stdout) {
    out += String(chunk);
    const found = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(out)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error(out);
}

/** Asks by hand: no name of a host and no origin that a client would mend. */
function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      url,
      { method, headers, agent: new Agent({ keepAlive: false }) },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

describe('whycors serve-fix', () => {
  it('lets a call through that the API refuses, by the very diagnosis', async () => {
    const refused = await whycors(`${api}/orders`, '-X', 'PUT', '--origin', PAGE, '--send');
    expect(refused.status).toBe(1);
    const base = await serve('--credentials');
    const call = [
      '-X',
      'PUT',
      '-H',
      'X-Id: 1',
      '--credentials',
      'include',
      '--origin',
      PAGE,
      '--send',
    ];
    const { status, out } = await whycors(`${base}/orders`, ...call);
    expect(status, out).toBe(0);
  });

  it('passes method, body, headers and query on, and replaces the API’s CORS headers', async () => {
    const base = await serve();
    const headers = { Origin: PAGE, 'X-Id': '1' };
    const answer = await ask(`${base}/orders?q=%2F`, { method: 'POST', headers, body: '{"a":1}' });
    expect([answer.status, answer.text]).toEqual([200, '{"a":1}']);
    expect(answer.headers['access-control-allow-origin']).toBe(PAGE);
    expect(answer.headers.vary).toBe('Origin');
    const [request] = seen;
    expect([request?.url, request?.method, request?.headers['x-id']]).toEqual([
      '/orders?q=%2F',
      'POST',
      '1',
    ]);
    expect(request?.headers.host).toBe(new URL(api).host);
  });

  it('keeps redirects with itself and cookies without a domain', async () => {
    const base = await serve();
    const moved = await ask(`${base}/moved`, { headers: { Origin: PAGE } });
    expect(moved.headers.location).toBe(`${base}/orders?a=1`);
    const { headers } = await ask(`${base}/orders`);
    expect(headers['set-cookie']).toEqual(['id=1; HttpOnly']);
  });

  it('answers preflights itself: what is asked for, or only what was said', async () => {
    const preflight = {
      method: 'OPTIONS',
      headers: {
        Origin: PAGE,
        'Access-Control-Request-Method': 'DELETE',
        'Access-Control-Request-Headers': 'x-a,x-b',
      },
    };
    const wide = await ask(`${await serve()}/orders`, preflight);
    expect([wide.status, wide.headers['access-control-allow-methods']]).toEqual([204, 'DELETE']);
    expect(wide.headers['access-control-allow-headers']).toBe('x-a, x-b');
    const narrow = await ask(`${await serve('--method', 'PUT')}/orders`, preflight);
    expect(narrow.headers['access-control-allow-methods']).toBe('PUT');
    expect(seen).toEqual([]);
  });

  it('is nobody else’s: token, host and origin have to be right', async () => {
    const base = await serve();
    const other = base.replace(/[\w-]+$/, 'guessed0');
    expect((await ask(`${other}/orders`)).status).toBe(404);
    expect((await ask(`${base}/orders`, { headers: { Host: 'evil.example' } })).status).toBe(404);
    const evil = await ask(`${base}/orders`, { headers: { Origin: 'https://evil.example' } });
    expect([evil.status, evil.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    expect(seen).toEqual([]);
  });

  it('says when the API gives no answer, in a way that the page can read', async () => {
    const child = spawn(process.execPath, [
      COMMAND,
      'serve-fix',
      'http://127.0.0.1:1',
      '--port',
      '0',
    ]);
    children.push(child);
    let out = '';
    for await (const chunk of child.stdout) if ((out += String(chunk)).includes('Ctrl-C')) break;
    const base = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(out)![0];
    const answer = await ask(`${base}/x`, { headers: { Origin: PAGE } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([502, PAGE]);
    expect(answer.text).toContain('gave no answer (ECONNREFUSED)');
  });

  it.each([
    [['ftp://x'], 'is no http or https URL'],
    [['http://x', '--port', '99999'], '--port: "99999" is no port'],
    [['http://x', '--token', 'short'], '--token: takes 8 to 64'],
    [['http://x', '--origin', 'https://a.example/'], 'https://a.example'],
    [['http://x', '--origin', '*', '--credentials'], 'credentials'],
  ])('%j is wrong usage', async (args, message) => {
    const { status, err } = await whycors('serve-fix', ...args);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});
