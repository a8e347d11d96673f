import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveLoopback, type LoopbackPage } from '../../src/browsers/index.js';

const HTML = '<!doctype html>Authorization: Bearer s3cret';
let page: LoopbackPage;
beforeEach(async () => {
  page = await serveLoopback('http://localhost:0', HTML);
});
afterEach(() => page.close());

/** One request to the page's server, by IPv4. */
function ask(
  path: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<{ status: number; text: string }> {
  const { port } = new URL(page.url);
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode!, text }));
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

describe('the page that a browser fetches from this machine', () => {
  it('is given to whoever knows its address', async () => {
    const { pathname, host } = new URL(page.url);
    expect(await ask(pathname, 'GET', { host })).toEqual({ status: 200, text: HTML });
  });

  it.each([
    ['without the token', (url: URL) => ['/', url.host]],
    ['with another token', (url: URL) => [`${url.pathname}0`, url.host]],
    ['by a name that was rebound', (url: URL) => [url.pathname, `evil.example:${url.port}`]],
    ['by the address', (url: URL) => [url.pathname, `127.0.0.1:${url.port}`]],
  ])('is not given %s', async (_, of) => {
    const [path = '', host = ''] = of(new URL(page.url));
    expect(await ask(path, 'GET', { host })).toEqual({ status: 404, text: '' });
  });

  it('alone may tell what it saw', async () => {
    const { pathname, host, origin } = new URL(page.url);
    for (const headers of [{ host }, { host, origin: 'http://evil.example' }]) {
      expect((await ask(pathname, 'POST', headers, 'lies')).status).toBe(403);
    }
    expect((await ask(pathname, 'POST', { host, origin }, 'seen')).status).toBe(204);
    expect(await page.reported).toBe('seen');
  });
});
