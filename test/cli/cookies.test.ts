import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpServer, stopServers } from '../support/servers.js';
import { whycors } from './command.js';

const ORIGIN = 'http://127.0.0.1:3000';

let api: string;
const seen: IncomingMessage[] = [];

beforeAll(async () => {
  const { port } = await httpServer((request, response) => {
    seen.push(request);
    response.setHeader('Access-Control-Allow-Origin', ORIGIN);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Vary', 'Origin');
    if (request.url !== '/login') return void response.writeHead(200).end();
    const cookies = ['session=fresh; HttpOnly', 'far=1; Path=/elsewhere'];
    response.writeHead(302, { Location: '/orders', 'Set-Cookie': cookies }).end();
  });
  api = `http://127.0.0.1:${port}`;
});
beforeEach(() => void seen.splice(0));
afterAll(stopServers);

/** The Cookie headers of the requests for a path, each once. */
function cookiesAt(path: string): (string | undefined)[] {
  const asked = seen.filter(({ url, method }) => url === path && method === 'GET');
  return [...new Set(asked.map(({ headers }) => headers.cookie))];
}

describe('the cookies of a call', () => {
  const INCLUDE = ['--origin', ORIGIN, '--credentials', 'include', '--no-experiments'];

  it('of a redirect go with the next request, in place of those that -b gives', async () => {
    const { status } = await whycors(`${api}/login`, ...INCLUDE, '-b', 'lang=en; session=old');
    expect(status).toBe(0);
    expect(cookiesAt('/login')).toEqual(['lang=en; session=old']);
    expect(cookiesAt('/orders')).toEqual(['lang=en; session=fresh']);
  });

  it('of a redirect go with the next request without -b, too', async () => {
    await whycors(`${api}/login`, ...INCLUDE);
    expect(cookiesAt('/login')).toEqual([undefined]);
    expect(cookiesAt('/orders')).toEqual(['session=fresh']);
  });

  it('are not kept without credentials', async () => {
    await whycors(`${api}/login`, '--origin', ORIGIN, '--no-experiments');
    expect(cookiesAt('/orders')).toEqual([undefined]);
  });

  it('are masked in the report', async () => {
    const { out } = await whycors(`${api}/login`, ...INCLUDE, '--json');
    expect(out).toContain('session=');
    expect(out).not.toContain('fresh');
  });
});
