import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { httpServer, stopServers } from '../support/servers.js';
import { whycors } from './command.js';

afterEach(stopServers);

async function serve(answer: RequestListener): Promise<string> {
  return `127.0.0.1:${(await httpServer(answer)).port}`;
}

const SECRET = 'v3rys3cret';

describe('a secret is not printed', () => {
  const calls: [what: string, args: (host: string) => string[]][] = [
    ['password in the URL', (host) => [`http://me:${SECRET}@${host}/orders`]],
    ['token in the query', (host) => [`http://${host}/orders?access_token=${SECRET}&page=2`]],
    ['a URL without a scheme', (host) => [`${host}/orders?access_token=${SECRET}`]],
    ['a password in a URL without a scheme', (host) => [`me:${SECRET}@${host}/orders`]],
    [
      'a cookie without a name',
      (host) => [`http://${host}/`, '-b', SECRET, '--credentials', 'include'],
    ],
    ['-u', (host) => [`http://${host}/orders`, '-u', `me:${SECRET}`]],
    ['-b', (host) => [`http://${host}/orders`, '-b', `id=${SECRET}`, '--credentials', 'include']],
    ['API key', (host) => [`http://${host}/orders`, '-H', `X-Api-Key: ${SECRET}`]],
    ['Authorization', (host) => [`http://${host}/orders`, '-H', `Authorization: ${SECRET}`]],
    ['a -H without a colon', (host) => [`http://${host}/orders`, '-H', `Bearer ${SECRET}`]],
    ['a broken URL', () => [`http://me:${SECRET}@/ x`]],
    ['a proxy with a bad URL', (host) => [`http://${host}/`, '-x', `http://me:${SECRET}@:x`]],
    [
      'a proxy that is not there',
      () => ['http://a.example/', '-x', `http://me:${SECRET}@127.0.0.1:1`],
    ],
  ];

  it.each(
    calls.flatMap(
      ([what, args]) =>
        [
          ['', what, args],
          ['--json', what, args],
        ] as const,
    ),
  )('%s %s', async (format, _, args) => {
    const host = await serve((_request, response) => {
      response.setHeader('Set-Cookie', `id=${SECRET}; HttpOnly`);
      response.writeHead(200).end();
    });
    const { out, err } = await whycors(...args(host), '--curl', ...(format ? [format] : []));
    expect(out + err).not.toBe('');
    expect(out + err).not.toContain(SECRET);
    expect(out + err).not.toContain(Buffer.from(`me:${SECRET}`).toString('base64'));
  });
});

describe('a server cannot write to the terminal', () => {
  // An escape sequence, a C1 control and a bidirectional override, as UTF-8 bytes in a header.
  const EVIL = Buffer.from('http://a\u009b2J\u202e', 'utf8').toString('latin1');

  it.each(['', '--json', '--curl'])('%s', async (option) => {
    const host = await serve((request, response) => {
      if (request.headers['user-agent']?.includes('whycors')) {
        response.setHeader('Access-Control-Allow-Origin', EVIL);
        response.setHeader('X-Evil', EVIL);
      }
      response.writeHead(200).end();
    });
    const args = option === '' ? [] : [option];
    const { status, out } = await whycors(`http://${host}/`, '--engine', 'all', ...args);
    expect(status).toBe(1);
    expect(out).toContain('http://a');
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
  });
});

describe('browsers that differ', () => {
  it('one that refuses decides the exit code, and is named', async () => {
    const host = await serve((_, response) => {
      response.setHeader('Access-Control-Allow-Origin', 'https://app.example');
      response.writeHead(200).end();
    });
    const args = [`http://${host}/`, '--origin', 'https://app.example'];
    const all = await whycors(...args, '--engine', 'all');
    expect(all.status).toBe(1);
    // Mixed content: WebKit has no exception for loopback addresses.
    expect(all.out).toContain('WebKit refuses');
    expect((await whycors(...args, '--engine', 'chromium')).status).toBe(0);
  });

  it('send a request with side effects once', async () => {
    const seen: string[] = [];
    const host = await serve((request, response) => {
      seen.push(request.method!);
      response.setHeader('Access-Control-Allow-Origin', 'http://localhost:3000');
      response.setHeader('Access-Control-Allow-Methods', 'PUT');
      response.setHeader('Access-Control-Allow-Headers', 'user-agent, x-a');
      response.writeHead(200).end();
    });
    // Chromium alone drops a page's User-Agent header.
    await whycors(
      `http://${host}/`,
      '-X',
      'PUT',
      '-H',
      'User-Agent: x',
      '--send',
      '--engine',
      'all',
    );
    expect(seen.filter((method) => method === 'PUT')).toHaveLength(1);
  });
});
