import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpServer, stopServers } from '../support/servers.js';
import { whycors } from './command.js';

const APP = 'https://app.example.com';
const API = 'https://api.example.com';

type Headers = Readonly<Record<string, string>>;

interface Given {
  readonly method?: string;
  readonly url?: string;
  readonly sent?: Headers;
  readonly status?: number;
  readonly got?: Headers;
  readonly type?: string;
  readonly error?: string;
}

function entry({
  method = 'GET',
  url = `${API}/orders`,
  sent = {},
  status = 200,
  got = {},
  type = 'fetch',
  error,
}: Given): object {
  const list = (headers: Headers): object[] =>
    Object.entries(headers).map(([name, value]) => ({ name, value }));
  return {
    startedDateTime: '2026-01-01T00:00:00.000Z',
    _resourceType: type,
    request: { method, url, headers: list({ Origin: APP, ...sent }), cookies: [] },
    response: {
      status,
      headers: list(got),
      content: {},
      ...(error === undefined ? {} : { _error: error }),
    },
  };
}

const allowOrigin = { 'Access-Control-Allow-Origin': APP };
const preflight = (got: Headers, more: Given = {}): object =>
  entry({
    method: 'OPTIONS',
    type: 'preflight',
    status: 204,
    sent: {
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'content-type',
    },
    got,
    ...more,
  });
const put: Given = { method: 'PUT', sent: { 'Content-Type': 'application/json' } };
const allowPut = {
  ...allowOrigin,
  'Access-Control-Allow-Methods': 'PUT',
  'Access-Control-Allow-Headers': 'content-type',
};

interface Har {
  readonly engine: string;
  readonly entries: number;
  readonly allowed: number;
  readonly blocked: number;
  readonly unknown: number;
  readonly groups: readonly {
    readonly verdict: string;
    readonly count: number;
    readonly url: string;
    readonly diagnosis: { readonly causes: readonly { readonly rule: string }[] };
    readonly live: { readonly verdict: string } | null;
  }[];
}

describe('whycors har', () => {
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-har-'));
  });
  afterEach(stopServers);
  afterAll(() => rm(folder, { recursive: true }));

  async function save(entries: readonly object[], creator = 'WebInspector'): Promise<string> {
    const file = join(folder, `${count++}.har`);
    await writeFile(
      file,
      JSON.stringify({
        log: { version: '1.2', creator: { name: creator, version: '1' }, entries },
      }),
    );
    return file;
  }

  async function read(
    file: string,
    ...args: readonly string[]
  ): Promise<{ status: number | null; har: Har }> {
    const { status, out, err } = await whycors('har', file, '--json', ...args);
    if (out === '') throw new Error(err);
    return { status, har: JSON.parse(out) as Har };
  }

  it('counts what is allowed, and groups what is refused', async () => {
    const file = await save([
      entry({ got: allowOrigin }),
      entry({ url: `${APP}/own` }),
      entry({ type: 'document', sent: { 'sec-fetch-mode': 'navigate' } }),
      entry({ url: `${API}/orders/1` }),
      entry({ url: `${API}/orders/2?x=1` }),
      entry({ url: `${API}/orders/3` }),
    ]);
    const { status, har } = await read(file);
    expect(status).toBe(1);
    expect(har).toMatchObject({
      engine: 'chromium',
      entries: 6,
      allowed: 1,
      blocked: 3,
      unknown: 0,
    });
    expect(har.groups.map(({ count: times, url }) => [times, url])).toEqual([
      [2, `${API}/orders/{…}`],
      [1, `${API}/orders/{…}?…`],
    ]);
    expect(har.groups[0]?.diagnosis.causes[0]?.rule).toBe('no-cors-headers');
  });

  it.each([
    ['before', (own: object, of: object) => [of, own]],
    ['behind', (own: object, of: object) => [own, of]],
  ])('pairs a preflight that stands %s its request', async (_, order) => {
    const good = await read(
      await save(order(entry({ ...put, got: allowOrigin }), preflight(allowPut))),
    );
    expect(good.har).toMatchObject({ allowed: 1, blocked: 0 });
    const bad = await read(
      await save(
        order(entry({ ...put, status: 0, error: 'net::ERR_FAILED' }), preflight(allowOrigin)),
      ),
    );
    expect(bad.har.groups[0]).toMatchObject({ verdict: 'blocked' });
    expect(bad.har.groups[0]?.diagnosis.causes[0]?.rule).toBe('method-not-allowed');
  });

  it('says what a file without the response cannot tell, and --live asks', async () => {
    const seen: string[] = [];
    const { port } = await httpServer(({ method }, response) => {
      seen.push(method ?? '');
      response.writeHead(method === 'OPTIONS' ? 401 : 200).end();
    });
    const url = `http://127.0.0.1:${port}/orders`;
    const file = await save(
      [entry({ ...put, url, status: 0, sent: { ...put.sent, Origin: 'http://app.test' } })],
      'Firefox',
    );
    const { status, har } = await read(file);
    expect([status, har.unknown, har.engine]).toEqual([0, 1, 'firefox']);
    expect(seen).toEqual([]);
    const live = await read(file, '--live');
    expect(live.har.groups[0]?.live?.verdict).toBe('blocked');
    expect(seen.every((method) => /^(?:GET|HEAD|OPTIONS)$/.test(method))).toBe(true);
  });

  it('follows redirects, which are entries of their own and no calls of the page', async () => {
    const file = await save([
      entry({ status: 302, got: { ...allowOrigin, Location: 'https://other.example/x' } }),
      entry({
        url: 'https://other.example/x',
        sent: { Origin: 'null' },
        got: { 'Access-Control-Allow-Origin': APP },
      }),
    ]);
    const { har } = await read(file);
    expect(har).toMatchObject({ blocked: 1, allowed: 0, unknown: 0 });
    expect(har.groups[0]?.diagnosis.causes[0]?.rule).toBe('redirect-to-another-origin');
  });

  it('takes the word of Safari, which keeps no response of what it refuses', async () => {
    const error = `Origin ${APP} is not allowed by Access-Control-Allow-Origin. Status code: 200`;
    const { status, har } = await read(
      await save([entry({ status: 0, error })], 'WebKit Web Inspector'),
    );
    expect([status, har.blocked, har.unknown]).toEqual([1, 1, 0]);
  });

  it('is text for people', async () => {
    const file = await save([
      entry({ got: allowOrigin }),
      entry({}),
      entry({ url: `${API}/x`, status: 0 }),
    ]);
    const { status, out } = await whycors('har', file);
    expect(status).toBe(1);
    expect(out).toContain('1 allowed');
    expect(out).toMatch(
      /BLOCKED {2}GET https:\/\/api\.example\.com\/orders from https:\/\/app\.example\.com at the\s+response/,
    );
    expect(out).toContain('NOT KNOWN');
    expect(out).toContain('Cause: ');
  });

  it('of Safari is judged as WebKit does', async () => {
    const { har } = await read(await save([entry({ got: allowOrigin })], 'WebKit Web Inspector'));
    expect(har.engine).toBe('webkit');
  });

  it.each([
    ['cut', '{"log":{"entries":[{"request":{"url":"https://a.example"}},{"req', /was cut/],
    ['other JSON', '{"a": []}', /no HAR file/],
    ['binary', 'a\u0000b', /no text/],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), /no HAR file/],
  ])('that is %s is one clear sentence and exit code 2', async (name, content, message) => {
    const file = join(folder, `${name.replace(' ', '-')}.har`);
    await writeFile(file, content);
    const { status, err } = await whycors('har', file);
    expect(status).toBe(2);
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
