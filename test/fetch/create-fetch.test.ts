import { afterEach, describe, expect, it } from 'vitest';
import { createFetch, type CorsRefusal } from '../../src/fetch/index.js';
import { httpServer, stopServers } from '../support/servers.js';

const ORIGIN = 'http://app.example.com';

type Answer = (request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}) => readonly [number, Readonly<Record<string, string>>, string?];

async function server(answer: Answer): Promise<{ readonly base: string; readonly seen: string[] }> {
  const seen: string[] = [];
  const { port } = await httpServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push(`${method} ${url}`);
      const [status, sent, text = ''] = answer({ method, url, headers, body });
      response.writeHead(status, sent).end(text);
    });
  });
  return { base: `http://127.0.0.1:${port}`, seen };
}

async function refusal(promise: Promise<Response>): Promise<CorsRefusal> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TypeError);
  return (error as TypeError).cause as CorsRefusal;
}

const allow = { 'Access-Control-Allow-Origin': ORIGIN };

describe('createFetch', () => {
  afterEach(stopServers);

  it('gives the page what it may read, and hides the rest', async () => {
    const { base } = await server(() => [
      200,
      { ...allow, 'X-Total': '3', 'X-Secret': '1', 'Access-Control-Expose-Headers': 'X-Total' },
      'hello',
    ]);
    const response = await createFetch({ origin: ORIGIN })(`${base}/a`);
    expect([response.type, response.status, response.ok, response.url]).toEqual([
      'cors',
      200,
      true,
      `${base}/a`,
    ]);
    expect(await response.text()).toBe('hello');
    expect([response.headers.get('x-total'), response.headers.get('x-secret')]).toEqual([
      '3',
      null,
    ]);
  });

  it('throws what browsers throw, with the whole reason as its cause', async () => {
    const { base } = await server(() => [200, { 'Access-Control-Allow-Origin': `${ORIGIN}/` }]);
    const {
      causes,
      console: lines,
      outcome,
    } = await refusal(createFetch({ origin: ORIGIN })(base));
    expect(causes[0]?.rule).toBe('other-origin-allowed');
    expect(outcome.failure?.code).toBe('allow-origin-mismatch');
    expect(lines[0]).toContain('has been blocked by CORS policy');
  });

  it('sends preflights, remembers them, and sends the body', async () => {
    const bodies: string[] = [];
    const { base, seen } = await server(({ method, body }) => {
      if (method === 'PUT') bodies.push(body);
      return [
        method === 'OPTIONS' ? 204 : 200,
        {
          ...allow,
          'Access-Control-Allow-Methods': 'PUT',
          'Access-Control-Allow-Headers': 'content-type',
          'Access-Control-Max-Age': '60',
        },
      ];
    });
    const call = createFetch({ origin: ORIGIN });
    const init = {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: '{"a":1}',
    };
    await call(`${base}/x`, init);
    await call(`${base}/x`, init);
    expect(seen).toEqual(['OPTIONS /x', 'PUT /x', 'PUT /x']);
    expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('never sends a request whose preflight is refused', async () => {
    const { base, seen } = await server(() => [401, allow]);
    const { outcome } = await refusal(createFetch({ origin: ORIGIN })(base, { method: 'DELETE' }));
    expect([outcome.failure?.code, seen]).toEqual(['preflight-status-not-ok', ['OPTIONS /']]);
  });

  it('follows redirects by the rules of the standard', async () => {
    const last = await server(({ headers }) => [
      200,
      { 'Access-Control-Allow-Origin': String(headers['origin']) },
    ]);
    const first = await server(() => [302, { ...allow, Location: `${last.base}/end` }]);
    const response = await createFetch({ origin: ORIGIN })(first.base);
    expect([response.redirected, response.url]).toEqual([true, `${last.base}/end`]);
    const manual = await createFetch({ origin: ORIGIN })(first.base, { redirect: 'manual' });
    expect([manual.type, manual.status]).toEqual(['opaqueredirect', 0]);
    await refusal(createFetch({ origin: ORIGIN })(first.base, { redirect: 'error' }));
  });

  it('is opaque in no-cors mode, and knows its own origin', async () => {
    const { base } = await server(() => [200, {}, 'x']);
    const opaque = await createFetch({ origin: ORIGIN })(base, { mode: 'no-cors' });
    expect([opaque.type, opaque.status, await opaque.text()]).toEqual(['opaque', 0, '']);
    const own = await createFetch({ origin: base })('/path');
    expect([own.type, own.url]).toEqual(['basic', `${base}/path`]);
    await refusal(createFetch({ origin: ORIGIN })(base, { mode: 'same-origin' }));
  });

  it('refuses "*" with credentials, and says that nobody answers', async () => {
    const { base } = await server(() => [200, { 'Access-Control-Allow-Origin': '*' }]);
    expect((await createFetch({ origin: ORIGIN })(base)).ok).toBe(true);
    const { outcome } = await refusal(
      createFetch({ origin: ORIGIN })(base, { credentials: 'include' }),
    );
    expect(outcome.failure?.code).toBe('wildcard-origin-with-credentials');
    const dead = await refusal(createFetch({ origin: ORIGIN })('http://127.0.0.1:1/'));
    expect(dead.outcome.failure?.code).toBe('bad-port');
  });

  it('can be stopped, and takes a Request', async () => {
    const { base } = await server(() => [200, allow, 'x']);
    await expect(
      createFetch({ origin: ORIGIN })(base, { signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i);
    expect(await (await createFetch({ origin: ORIGIN })(new Request(base))).text()).toBe('x');
  });

  it('names what it cannot use', () => {
    const make = (origin: string, engine?: string) => () =>
      createFetch({ origin, ...(engine === undefined ? {} : { engine: engine as 'chromium' }) });
    expect(make('http://localhost:3000/')).toThrow(/such as "http:\/\/localhost:3000"/);
    expect(make('HTTP://A.test:80')).toThrow(/such as "http:\/\/a.test"/);
    expect(make('localhost')).toThrow(/^origin: "localhost"/);
    expect(make(ORIGIN, 'netscape')).toThrow(/standard, chromium, firefox, webkit/);
  });
});
