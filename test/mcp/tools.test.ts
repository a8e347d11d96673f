import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS, startShop, type RunningShop } from '../../src/demo/index.js';
import { schema } from '../simulate/support/schemas.js';
import { httpServer, rawServer, stopServers, tcpServer } from '../support/servers.js';
import { connect, type Connected } from './client.js';

const ORIGIN = 'https://app.example.com';
const SECRET = 'v3rys3cret';

let mcp: Connected;
beforeAll(async () => {
  mcp = await connect();
});
afterAll(() => mcp.close());
afterEach(stopServers);

describe('tools', () => {
  it('say what they may do', async () => {
    const { tools } = await mcp.client.listTools();
    const hints = tools.map(({ name, annotations }) => [
      name,
      annotations?.readOnlyHint,
      annotations?.openWorldHint,
    ]);
    expect(hints).toEqual([
      ['diagnose', false, true],
      ['explain', true, false],
      ['policy', true, false],
      ['check', false, true],
    ]);
    for (const { outputSchema } of tools) expect(outputSchema?.type).toBe('object');
    expect(tools[0]?.description).toContain('only with send: true');
  });

  it('are all read-only with --read-only, which knows no send', async () => {
    const other = await connect('--read-only');
    try {
      const { tools } = await other.client.listTools();
      expect(tools.map(({ annotations }) => annotations?.readOnlyHint)).toEqual(
        tools.map(() => true),
      );
      const url = 'http://127.0.0.1:1/';
      const sent = await other.call('diagnose', { url, origin: ORIGIN, method: 'PUT', send: true });
      expect(sent).toMatchObject({ isError: true });
      expect(sent.text).toContain('send: there is no such argument');
    } finally {
      await other.close();
    }
  });
});

describe('diagnose', () => {
  let shop: RunningShop;
  beforeAll(async () => {
    shop = await startShop();
  });
  afterAll(() => shop.close());

  it.each(ENDPOINTS.slice(0, 4))('finds what is wrong with $path of the demo', async (endpoint) => {
    const { path, cause } = endpoint;
    const at = (option: string): string | undefined =>
      endpoint.args[endpoint.args.indexOf(option) + 1];
    const has = (option: string): boolean => endpoint.args.includes(option);
    const headers = endpoint.args.flatMap((arg, index, all) =>
      arg === '-H' ? [(all[index + 1] ?? '').split(/: ?(.*)/s).slice(0, 2)] : [],
    );
    const { isError, text, value } = await mcp.call('diagnose', {
      url: shop.origin + path,
      origin: has('--origin') ? at('--origin') : 'http://localhost:3000',
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(has('-X') ? { method: at('-X') } : {}),
      ...(has('--credentials') ? { credentials: at('--credentials') } : {}),
    });
    expect(isError).toBe(false);
    expect(schema('diagnosis')(value)).toEqual([]);
    const [first] = value['causes'] as { rule: string; role: string }[];
    if (cause === null) expect(value['verdict']).toBe('allowed');
    else expect(first?.rule).toBe(cause);
    expect(text).toMatch(/^(?:BLOCKED|ALLOWED|UNKNOWN)/);
  });

  it('sends a request with side effects only with send: true', async () => {
    const methods: string[] = [];
    const { port } = await httpServer((request, response) => {
      methods.push(request.method ?? '');
      response.setHeader('Access-Control-Allow-Origin', ORIGIN);
      response.setHeader('Access-Control-Allow-Methods', 'DELETE');
      response.writeHead(request.method === 'OPTIONS' ? 204 : 200).end();
    });
    const call = {
      url: `http://localhost:${port}/`,
      origin: 'http://localhost:1',
      method: 'DELETE',
    };
    const { value } = await mcp.call('diagnose', { ...call, origin: ORIGIN, engine: 'standard' });
    expect(JSON.stringify(value['notSeen'])).toContain('send: true');
    expect(new Set(methods)).toEqual(new Set(['OPTIONS', 'GET']));
    await mcp.call('diagnose', { ...call, origin: ORIGIN, engine: 'standard', send: true });
    expect(methods.filter((method) => method === 'DELETE')).toHaveLength(1);
  });

  it('masks secrets, wherever a server repeats them, and escapes what it sends', async () => {
    const { port } = await rawServer(
      `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: \u001b[2J${SECRET}\r\nSet-Cookie: a=${SECRET}\r\nContent-Length: 0\r\n\r\n`,
    );
    const { text, value } = await mcp.call('diagnose', {
      url: `http://127.0.0.1:${port}/?access_token=${SECRET}`,
      origin: 'http://localhost:3000',
      headers: { Authorization: `Bearer ${SECRET}` },
    });
    const all = text + JSON.stringify(value);
    expect(all).not.toContain(SECRET);
    expect(all).not.toContain('\u001b');
    expect(all).not.toContain('\\u001b');
    expect(text).toContain('\\x1b[2J');
  });

  it('stops when the client cancels, and goes on with the next call', async () => {
    let closed: () => void = () => undefined;
    let asked: () => void = () => undefined;
    const wasClosed = new Promise<void>((resolve) => (closed = resolve));
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    const { port } = await tcpServer((socket) => {
      socket.once('data', asked);
      socket.once('close', closed);
    });
    const abort = new AbortController();
    const call = mcp.call(
      'diagnose',
      { url: `http://127.0.0.1:${port}/`, origin: ORIGIN, engine: 'standard' },
      abort.signal,
    );
    await wasAsked;
    abort.abort();
    await expect(call).rejects.toThrow();
    await wasClosed;
    expect((await mcp.call('explain', { rule: 'null-origin' })).isError).toBe(false);
  });

  it.each([
    [{ url: 'http://127.0.0.1:1/' }, 'origin: is missing.'],
    [{ url: 'http://127.0.0.1:1/', origin: ORIGIN, metod: 'PUT' }, 'Did you mean method?'],
    [
      { url: 'http://127.0.0.1:1/', origin: ORIGIN, method: 'P T' },
      'method: "P T" is no HTTP method',
    ],
    [{ url: 'http://', origin: ORIGIN }, 'url: "http://" is no URL'],
    [{ url: 'http://127.0.0.1:1/', origin: '*' }, 'origin: "*" is what a server may allow'],
    [{ url: 'http://127.0.0.1:1/', origin: ORIGIN, maxTimeSeconds: 0 }, 'maxTimeSeconds'],
    [{ url: 'http://127.0.0.1:1/', origin: ORIGIN, engine: 'edge' }, 'engine'],
  ])('says what is wrong with %j', async (args, said) => {
    const { isError, text } = await mcp.call('diagnose', args);
    expect(isError).toBe(true);
    expect(text).toContain(said);
  });
});

describe('explain', () => {
  it('lists the causes and shows the page of one', async () => {
    const list = await mcp.call('explain', {});
    expect((list.value['rules'] as object[]).length).toBeGreaterThan(50);
    const page = await mcp.call('explain', { rule: 'wildcard-with-credentials' });
    expect(page.text).toMatch(/^# /);
    expect(page.value['page']).toBe(page.text);
    expect(await mcp.call('explain', { rule: 'cors-failed' })).toMatchObject({ isError: true });
  });
});

describe('policy', () => {
  const wanted = { origins: [ORIGIN], methods: ['PUT'], url: 'https://api.example.com/v1' };

  it('changes a configuration and proves it', async () => {
    const config = 'server {\n  location /v1 { proxy_pass http://127.0.0.1:3000; }\n}\n';
    const { text, value } = await mcp.call('policy', { ...wanted, config, file: 'site.conf' });
    expect(schema('policy')(value)).toEqual([]);
    expect(value['result']).toMatchObject({ target: 'nginx', check: { kind: 'proved' } });
    expect(text).toContain('+++ site.conf');
  });

  it('names everything that is wrong with a policy, and shows no change for it', async () => {
    const { value } = await mcp.call('policy', {
      ...wanted,
      origins: ['*'],
      credentials: true,
      target: 'nginx',
    });
    expect(value).toMatchObject({ result: null });
    expect(JSON.stringify(value['problems'])).toContain('any-origin-with-credentials');
  });

  it.each([
    [{ ...wanted, origins: [`${ORIGIN}/`], target: 'nginx' }, 'origins: '],
    [wanted, 'target: it is not clear'],
    [{ ...wanted, target: 'express', config: 'x' }, 'config: '],
    [{ ...wanted, url: 'api', target: 'nginx' }, 'url: "api" is no http or https URL.'],
  ])('says what is wrong with %j', async (args, said) => {
    const { isError, text } = await mcp.call('policy', args);
    expect(isError).toBe(true);
    expect(text).toContain(said);
  });
});

describe('check', () => {
  it('asks servers', async () => {
    const { port } = await httpServer((_, response) => {
      response.setHeader('Access-Control-Allow-Origin', ORIGIN);
      response.end();
    });
    const contract = `version: 1\nchecks:\n  - url: http://127.0.0.1:${port}/?token=${SECRET}\n    origins: [http://localhost:3000]\n  - url: http://127.0.0.1:${port}/\n    origins: [http://evil.test]\n    expect: deny\n`;
    const { text, value } = await mcp.call('check', { contract });
    expect(schema('check')(value)).toEqual([]);
    expect(value['counts']).toEqual({ passed: 1, failed: 1, unreachable: 0 });
    expect(text + JSON.stringify(value)).not.toContain(SECRET);
  });

  it('masks what a server repeats of the tokens of the contract', async () => {
    const { port } = await httpServer((request, response) => {
      response.setHeader('Access-Control-Allow-Headers', 'authorization');
      response.setHeader('Access-Control-Allow-Origin', `https://${SECRET}`);
      response.writeHead(request.method === 'OPTIONS' ? 204 : 200).end();
    });
    const contract = `version: 1\nchecks:\n  - url: http://127.0.0.1:${port}/\n    origins: [http://localhost:3000]\n    headers: { Authorization: Bearer ${SECRET} }\n`;
    const { isError, text, value } = await mcp.call('check', { contract });
    expect(isError).toBe(false);
    expect(value['counts']).toMatchObject({ failed: 1 });
    expect(text + JSON.stringify(value)).not.toContain(SECRET);
    expect(text).toContain('https://•••');
  });

  it('sends requests with side effects only with send: true', async () => {
    const methods: string[] = [];
    const { port } = await httpServer((request, response) => {
      methods.push(request.method ?? '');
      response.setHeader('Access-Control-Allow-Methods', 'DELETE');
      if (request.method !== 'GET')
        response.setHeader('Access-Control-Allow-Origin', 'http://localhost:3000');
      response.writeHead(request.method === 'GET' ? 404 : 204).end();
    });
    const contract = `version: 1\nchecks:\n  - url: http://127.0.0.1:${port}/\n    origins: [http://localhost:3000]\n    methods: [DELETE]\n    expect: deny\n`;
    const judged = await mcp.call('check', { contract });
    expect(judged.text).toContain('send: true sends it.');
    expect(methods).not.toContain('DELETE');
    const { text } = await mcp.call('check', { contract, send: true });
    expect(text).toContain('Allowed, and the contract denies it.');
    expect(methods).toContain('DELETE');
  });

  it('simulates a configuration and asks nobody', async () => {
    const contract = `version: 1\nchecks:\n  - url: https://api.test/\n    origins: [${ORIGIN}]\n`;
    const config = `server {\n  listen 443 ssl;\n  location / { add_header Access-Control-Allow-Origin ${ORIGIN} always; return 200; }\n}\n`;
    const { value } = await mcp.call('check', { contract, config });
    expect(value).toMatchObject({ against: 'simulated', counts: { passed: 1, failed: 0 } });
  });

  it.each([
    [{ contract: 'version: 1\ncheks: []' }, 'contract:2:1: '],
    [{ contract: 'version: 1\nchecks: []', config: '?' }, 'contract:'],
  ])('says what is wrong with %j', async (args, said) => {
    const { isError, text } = await mcp.call('check', args);
    expect(isError).toBe(true);
    expect(text).toContain(said);
  });
});
