import { afterEach, describe, expect, it } from 'vitest';
import { createFetch } from '../../src/fetch/index.js';
import { recordingServer, stopServers } from '../support/servers.js';
import { codeOf, open, refusal, startSite } from './site.js';

const PAGE = 'http://localhost:9';

/** What a call sends, by a site of the page's own or another one. */
async function sent(init: RequestInit, own = true) {
  const site = await startSite((request) => open(request));
  const response = await createFetch({ origin: own ? site.at() : PAGE })(`${site.at()}/x`, init);
  return { site, response, last: site.seen.at(-1)! };
}

const form = new FormData();
form.set('a', 'b');

describe('requests of createFetch', () => {
  afterEach(stopServers);

  it.each([
    ['text', 'hé', 'text/plain;charset=UTF-8', 3],
    ['URLSearchParams', new URLSearchParams('a=b'), /^application\/x-www-form-urlencoded/, 3],
    ['Blob', new Blob(['Test']), undefined, 4],
    ['Blob with type', new Blob(['Test'], { type: 'text/maybe' }), 'text/maybe', 4],
    ['ArrayBuffer', new ArrayBuffer(4), undefined, 4],
    ['bytes', new Uint8Array(4), undefined, 4],
    ['FormData', form, /^multipart\/form-data; ?boundary=/, undefined],
  ])('send a body of %s with its type and length', async (_, body, type, length) => {
    const { last } = await sent({ method: 'POST', body });
    if (type instanceof RegExp) expect(last.headers['content-type']).toMatch(type);
    else expect(last.headers['content-type']).toBe(type);
    if (length !== undefined) expect(last.headers['content-length']).toBe(String(length));
    expect(last.headers['transfer-encoding']).toBeUndefined();
    expect(last.body.length).toBe(Number(last.headers['content-length']));
  });

  it('are preflighted for the type that a body brings', async () => {
    const preflights = async (init: RequestInit) =>
      (await sent({ method: 'POST', ...init }, false)).site.seen.length === 2;
    expect(await preflights({ body: 'x' })).toBe(false);
    expect(await preflights({ body: form })).toBe(false);
    expect(await preflights({ body: new Uint8Array(1) })).toBe(false);
    expect(await preflights({ body: new Blob(['{}'], { type: 'application/json' }) })).toBe(true);
  });

  it('stream a body in chunks, preflighted at other origins', async () => {
    const init = () => ({ method: 'POST', body: new Blob(['stream']).stream(), duplex: 'half' });
    const own = await sent(init() as RequestInit);
    expect([own.last.body, own.last.headers['transfer-encoding']]).toEqual(['stream', 'chunked']);
    expect(own.last.headers['content-type']).toBeUndefined();
    const other = await sent(init() as RequestInit, false);
    expect(other.site.seen.map(({ method }) => method)).toEqual(['OPTIONS', 'POST']);
    const { body } = init();
    await expect(sent({ method: 'POST', body })).rejects.toThrow(/duplex/);
  });

  it.each([['text'], [null], [9], [new ArrayBuffer(1)]])(
    'fail where a stream holds %j in place of bytes',
    async (chunk) => {
      const body = new ReadableStream({
        start: (controller) => {
          controller.enqueue(chunk);
          controller.close();
        },
      });
      const { at } = await startSite(() => ({}));
      const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
      await refusal(createFetch({ origin: at() })('/', init));
    },
  );

  it('have what browsers add, and lengths of 0', async () => {
    const get = (await sent({})).last.headers;
    expect([get['origin'], get['content-length'], get['accept']]).toEqual([
      undefined,
      undefined,
      '*/*',
    ]);
    expect([get['accept-language'], get['sec-fetch-mode']]).toEqual(['*', 'cors']);
    const { site, last } = await sent({ method: 'POST' });
    expect([last.headers['origin'], last.headers['content-length']]).toEqual([site.at(), '0']);
  });

  it('drop headers that pages may not set', async () => {
    const forbidden = {
      'Accept-Charset': 'utf-8',
      'Accept-Encoding': 'x',
      'Access-Control-Request-Method': 'x',
      Connection: 'close',
      'Content-Length': '42',
      Cookie: 'a=1',
      Date: 'x',
      DNT: '4',
      Expect: '100-continue',
      Host: 'wrong.test',
      Origin: 'http://wrong.test',
      Referer: 'http://wrong.test/',
      TE: 'trailers',
      'Transfer-Encoding': 'chunked',
      Via: 'x',
      'Proxy-Test': 'x',
      'Sec-Test': 'x',
    };
    const { last } = await sent({ headers: forbidden });
    for (const [name, value] of Object.entries(forbidden))
      expect(last.headers[name.toLowerCase()], name).not.toBe(value);
  });

  it('keep the case of header names as it was first written', async () => {
    const { last } = await sent({
      headers: [
        ['THIS-is-A-test', '1'],
        ['THIS-IS-A-TEST', '2'],
      ],
    });
    expect(last.names).toContain('THIS-is-A-test');
    expect(last.headers['this-is-a-test']).toBe('1, 2');
  });

  it('have the Referer that page, referrer and policy make', async () => {
    const site = await startSite((request) => open(request));
    const own = site.at();
    const call = createFetch({ origin: own, pageUrl: `${own}/dir/page?q` });
    const referer = async (to: string, init: RequestInit) => {
      await call(to, init);
      return site.seen.at(-1)?.headers['referer'];
    };
    const other = site.at('a.localhost');
    expect(await referer('/x', {})).toBe(`${own}/dir/page?q`);
    expect(await referer(other, {})).toBe(`${own}/`);
    expect(await referer(other, { referrerPolicy: 'no-referrer' })).toBeUndefined();
    expect(await referer(other, { referrerPolicy: 'same-origin' })).toBeUndefined();
    expect(await referer(other, { referrerPolicy: 'unsafe-url' })).toBe(`${own}/dir/page?q`);
    expect(await referer('/x', { referrer: 'mine#f' })).toBe(`${own}/dir/mine`);
    expect(await referer('/x', { referrer: 'http://foreign.test/' })).toBe(`${own}/dir/page?q`);
    expect(await referer('/x', { referrer: '' })).toBeUndefined();
  });

  it('take relative URLs, URL objects and Requests', async () => {
    const { at, seen } = await startSite((request) => open(request));
    const call = createFetch({ origin: at(), pageUrl: `${at()}/dir/page` });
    await call('x');
    await call(new URL(`${at()}/url`));
    const request = new Request(`${at()}/r`, { method: 'PUT', body: 'b', headers: { a: 'c' } });
    await call(request);
    await call(new Request(`${at()}/r`, { method: 'POST', body: 'b' }), { body: 'other' });
    expect(seen.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['GET', '/dir/x', ''],
      ['GET', '/url', ''],
      ['PUT', '/r', 'b'],
      ['POST', '/r', 'other'],
    ]);
    expect(request.bodyUsed).toBe(true);
    const opaque = await createFetch({ origin: PAGE })(new Request(at(), { mode: 'no-cors' }));
    expect(opaque.type).toBe('opaque');
    await expect(createFetch({ origin: 'null' })('/x')).rejects.toThrow(TypeError);
  });

  it('are refused by the constructor with its own TypeError', async () => {
    const call = createFetch({ origin: PAGE });
    await expect(call('http://user:pass@localhost:9/')).rejects.toThrow(/credentials/);
    await expect(call('/', { method: 'TRACE' })).rejects.toThrow(TypeError);
    await expect(call('/', { method: 'GET', body: 'x' })).rejects.toThrow(TypeError);
    await expect(call('/', { mode: 'no-cors', method: 'PUT' })).rejects.toThrow(TypeError);
    await expect(call('/', { headers: { 'a b': 'c' } })).rejects.toThrow(TypeError);
    expect(await codeOf(call('about:blank'))).toBe('scheme-not-http');
  });

  it('ask caches as their mode says, and find nothing in none', async () => {
    const { last } = await sent({ cache: 'no-store' } as RequestInit);
    expect([last.headers['pragma'], last.headers['cache-control']]).toEqual([
      'no-cache',
      'no-cache',
    ]);
    expect((await sent({ cache: 'no-cache' } as RequestInit)).last.headers['cache-control']).toBe(
      'max-age=0',
    );
    const only = { cache: 'only-if-cached', mode: 'same-origin' } as RequestInit;
    expect(String(await refusal(sent(only).then(({ response }) => response)))).toContain('cached');
  });

  it('with keepalive have at most 64 KiB', async () => {
    const body = 'x'.repeat(65_536);
    expect((await sent({ method: 'POST', keepalive: true, body })).last.body.length).toBe(65_536);
    const more = sent({ method: 'POST', keepalive: true, body: `${body}x` });
    await refusal(more.then(({ response }) => response));
  });

  it('use a connection again for what has no side effects, and repeat a misdirected one afresh', async () => {
    const site = await startSite((request) => (request.path === '/421' ? { status: 421 } : {}));
    const call = createFetch({ origin: site.at() });
    for (let count = 0; count < 3; count++) await (await call('/')).text();
    expect(site.connections()).toBe(1);
    expect((await call('/421', { method: 'POST', body: 'x' })).status).toBe(421);
    expect(site.seen.filter(({ path }) => path === '/421').map(({ body }) => body)).toEqual([
      'x',
      'x',
    ]);
  });

  it('run at the same time, and over a connection that died meanwhile', async () => {
    const site = await startSite(() => ({ body: 'x' }));
    const call = createFetch({ origin: site.at() });
    const texts = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => (await call(`/${index}`)).text()),
    );
    expect(texts.join('')).toBe('x'.repeat(30));
    let answered = 0;
    const closing = await recordingServer(() => {
      answered++;
      return 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ny';
    });
    const other = createFetch({ origin: `http://127.0.0.1:${closing.port}` });
    expect(await (await other('/')).text()).toBe('y');
    expect(await (await other('/')).text()).toBe('y');
    expect(answered).toBe(2);
  });

  it('go through the fetch() that is given', async () => {
    const asked: string[] = [];
    const call = createFetch({
      origin: PAGE,
      fetch: async (input, init) => {
        asked.push(`${init?.method ?? ''} ${String(input)}`);
        return new Response('x', { headers: { 'Access-Control-Allow-Origin': '*' } });
      },
    });
    const response = await call('https://api.test/a');
    expect([response.type, response.url, await response.text()]).toEqual([
      'cors',
      'https://api.test/a',
      'x',
    ]);
    expect(asked).toEqual(['GET https://api.test/a']);
    const failing = createFetch({
      origin: PAGE,
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('gone') })),
    });
    const { outcome } = await refusal(failing('https://api.test/a'));
    expect(outcome.failure?.details.detail).toBe('gone');
  });
});
