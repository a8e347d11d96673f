import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createFetch } from '../../src/fetch/index.js';
import { httpServer, rawServer, stopServers } from '../support/servers.js';
import { codeOf, open, refusal, startSite, type Answer } from './site.js';

const PAGE = 'http://localhost:9';

async function got(answer: Answer, init: RequestInit = {}, own = true): Promise<Response> {
  const site = await startSite((request) => (own ? answer : open(request, answer)));
  return createFetch({ origin: own ? site.at() : PAGE })(`${site.at()}/x#frag`, init);
}

describe('responses of createFetch', () => {
  afterEach(stopServers);

  it('have their status, text, type and URL', async () => {
    const response = await got({ status: 299, statusText: 'Well', body: '{"a":1}' });
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.statusText, response.ok, response.type]).toEqual([
      299,
      'Well',
      true,
      'basic',
    ]);
    expect(response.url).toMatch(/\/x$/);
    expect(await response.json()).toEqual({ a: 1 });
    expect(response.bodyUsed).toBe(true);
    for (const status of [404, 500, 600, 999]) expect((await got({ status })).status).toBe(status);
  });

  it('show of another origin only what is safelisted or exposed', async () => {
    const names = ['Cache-Control', 'Content-Language', 'Content-Length', 'Content-Type'];
    const all = [...names, 'Expires', 'Last-Modified', 'Pragma'];
    const headers = {
      ...Object.fromEntries(all.map((name) => [name, '1'])),
      Age: '27',
      'X-A': '1',
      'Set-Cookie': 'a=1',
    };
    const shown = async (exposed: string, init: RequestInit = {}) => {
      const more = { 'Access-Control-Expose-Headers': exposed };
      const response = await got({ headers: { ...headers, ...more }, body: 'x' }, init, false);
      return [...response.headers.keys()].filter((name) => !all.includes(cased(name, all)));
    };
    expect(await shown('')).toEqual([]);
    expect(await shown('age, SET-COOKIE')).toEqual(['age']);
    expect(await shown('*')).toEqual(expect.arrayContaining(['age', 'x-a']));
    expect(await shown('*')).not.toContain('set-cookie');
    expect(await shown('*', { credentials: 'include' })).toEqual([]);
  });

  it('cannot have their headers changed', async () => {
    const { headers } = await got({});
    expect(() => headers.set('a', 'b')).toThrow(TypeError);
    expect(() => headers.append('a', 'b')).toThrow(TypeError);
    expect(() => headers.delete('a')).toThrow(TypeError);
    expect(headers.has('a')).toBe(false);
  });

  it('keep what they are in clones', async () => {
    const response = await got({ body: 'twice' }, {}, false);
    const clone = response.clone();
    expect([clone.type, clone.url, clone.status]).toEqual(['cors', response.url, response.status]);
    expect([await clone.text(), await response.text()]).toEqual(['twice', 'twice']);
    expect(() => response.clone()).toThrow(TypeError);
  });

  it('are opaque in no-cors mode: nothing to be seen, clones neither', async () => {
    const response = await got({ headers: { 'X-A': '1' }, body: 'x' }, { mode: 'no-cors' }, false);
    for (const one of [response, response.clone()]) {
      expect([one.type, one.status, one.ok, one.statusText, one.url, one.body]).toEqual([
        'opaque',
        0,
        false,
        '',
        '',
        null,
      ]);
      expect([...one.headers]).toEqual([]);
      expect(await one.text()).toBe('');
    }
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 205],
    ['GET', 304],
  ])('have no body for %s and %i', async (method, status) => {
    const response = await got({ status }, { method });
    expect([response.status, response.body]).toEqual([status, null]);
  });

  it('see several lines of one header as the wire has them', async () => {
    const twice = { 'Access-Control-Allow-Origin': [PAGE, PAGE], 'X-A': ['1', '2'] };
    const { at } = await startSite(() => ({ headers: twice }));
    expect(await codeOf(createFetch({ origin: PAGE })(at()))).toBe('multiple-allow-origin-values');
    expect((await createFetch({ origin: at() })('/')).headers.get('x-a')).toBe('1, 2');
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('are decoded from %s', async (coding, compress) => {
    const plain = 'plain '.repeat(10_000);
    const headers = { 'Content-Encoding': coding };
    expect(await (await got({ headers, body: compress(plain) })).text()).toBe(plain);
  });

  it('are decoded from several codings, and fail where they are not what they say', async () => {
    const headers = { 'Content-Encoding': 'deflate, gzip' };
    expect(await (await got({ headers, body: gzipSync(deflateSync('x')) })).text()).toBe('x');
    const lying = await got({ headers: { 'Content-Encoding': 'gzip' }, body: 'not gzip' });
    await expect(lying.text()).rejects.toThrow(TypeError);
  });

  it('stream as they come, and are not read further than asked', async () => {
    let more = (): void => undefined;
    let closed = (): void => undefined;
    const gone = new Promise<void>((resolve) => (closed = resolve));
    const { port } = await httpServer((_, response) => {
      response.write('one');
      more = () => response.write('two');
      response.on('close', closed);
    });
    const response = await createFetch({ origin: `http://localhost:${port}` })('/');
    const reader = response.body!.getReader();
    const text = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await text()).toBe('one');
    more();
    expect(await text()).toBe('two');
    await reader.cancel();
    await gone;
  });

  it('can be read into a buffer of the reader', async () => {
    const { body } = await got({ body: 'bytes' });
    const reader = body!.getReader({ mode: 'byob' });
    const { value } = await reader.read(new Uint8Array(10));
    expect(new TextDecoder().decode(value)).toBe('bytes');
    expect((await reader.read(new Uint8Array(10))).done).toBe(true);
  });

  it('fail while they are read where they are cut off or badly framed', async () => {
    for (const body of ['Content-Length: 9\r\n\r\nshort', 'Transfer-Encoding: chunked\r\n\r\nzz']) {
      const { port } = await rawServer(`HTTP/1.1 200 OK\r\n${body}`);
      const response = await createFetch({ origin: `http://127.0.0.1:${port}` })('/');
      await expect(response.text()).rejects.toThrow(TypeError);
    }
  });

  it('have to be what integrity promises', async () => {
    const digest = (hash: string) => `${hash}-${createHash(hash).update('x').digest('base64')}`;
    const check = (integrity: string, init: RequestInit = {}) =>
      got({ body: 'x' }, { integrity, ...init }, false);
    expect(await (await check(digest('sha256'))).text()).toBe('x');
    expect(await (await check(`sha256-wrong ${digest('sha512')}?x`)).text()).toBe('x');
    expect(await (await check('md5-unknown')).text()).toBe('x');
    expect(String(await refusal(check('sha384-AAAA')))).toContain('integrity');
    await refusal(check(digest('sha256'), { mode: 'no-cors' }));
  });

  it('of data: and blob: URLs come from the platform', async () => {
    const call = createFetch({ origin: PAGE });
    const data = await call('data:text/plain,hi');
    expect([data.type, data.status, await data.text()]).toEqual(['basic', 200, 'hi']);
    const blob = await call(URL.createObjectURL(new Blob(['b'], { type: 'text/x' })));
    expect([await blob.text(), blob.headers.get('content-type')]).toEqual(['b', 'text/x']);
    await expect(call('blob:http://localhost/none')).rejects.toThrow(TypeError);
  });

  it('of data: URLs come also where it is the global fetch()', async () => {
    const platform = globalThis.fetch;
    try {
      globalThis.fetch = createFetch({ origin: PAGE });
      expect(await (await fetch('data:,hi')).text()).toBe('hi');
    } finally {
      globalThis.fetch = platform;
    }
  });

  it('that never come say so as each browser does', async () => {
    for (const [engine, message] of [
      ['chromium', 'Failed to fetch'],
      ['firefox', 'NetworkError when attempting to fetch resource.'],
      ['webkit', 'Load failed'],
    ] as const) {
      const error: Error = await createFetch({ origin: PAGE, engine })('http://localhost:9/').then(
        () => new Error('no error'),
        (reason: Error) => reason,
      );
      expect([error.name, error.message]).toEqual(['TypeError', message]);
    }
  });
});

function cased(name: string, names: readonly string[]): string {
  return names.find((one) => one.toLowerCase() === name) ?? name;
}
