import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askServer } from '../../lab/servers/ask.js';
import { runModules, type Application } from '../../lab/servers/node-apps.js';
import { application as express } from '../../lab/servers/runners/express/index.js';
import { application as fastify } from '../../lab/servers/runners/fastify/index.js';
import { application as hono } from '../../lab/servers/runners/hono/index.js';
import { application as koa } from '../../lab/servers/runners/koa/index.js';
import { application as nestjs } from '../../lab/servers/runners/nestjs/index.js';
import { application as node } from '../../lab/servers/runners/node/index.js';
import {
  corsPolicy,
  exactOrigin,
  readAllowedOrigin,
  type AllowedOrigin,
} from '../../src/policy/index.js';
import type { NetworkResponse } from '../../src/protocol/index.js';
import { TARGETS, type Target } from '../../src/targets/index.js';

const APP = 'https://app.example.com';
const EVIL = 'https://evil.test';
const APPLICATIONS = { express, fastify, hono, koa, nestjs, node };
const IDS = ['express', 'fastify', 'hono', 'koa', 'nestjs', 'node'] as const;
type Id = (typeof IDS)[number];

const POLICY = corsPolicy({
  origins: [exactOrigin(APP), pattern('https://*.example.org')],
  methods: ['GET', 'PUT', 'OPTIONS'],
  requestHeaders: ['content-type'],
  exposedHeaders: ['etag'],
  credentials: true,
});

function pattern(text: string): AllowedOrigin {
  const { value } = readAllowedOrigin(text);
  if (value === null) throw new Error(text);
  return value;
}

function emitted(id: Id, path: string, policy = POLICY): string {
  const target: Target = TARGETS[id];
  if (target.kind !== 'code') throw new Error(id);
  const upstream = 'http://127.0.0.1:3000';
  const emission = target.emit(policy, { origin: 'https://api.example.com', path, upstream });
  if (emission.kind === 'cannot') throw new Error(emission.reasons.join(' '));
  return APPLICATIONS[id](emission.changes.map(({ text }) => text));
}

const IMPORTS: Partial<Record<Id, string>> = {
  express: "import cors from 'cors';",
  fastify: "import cors from '@fastify/cors';",
  hono: "import { cors } from 'hono/cors';",
  koa: "import cors from '@koa/cors';",
};

/** A module in which a library is set up as people set it up. */
function handWritten(id: Id, code: string): string {
  const application: Application = APPLICATIONS[id];
  const imports = IMPORTS[id];
  return application(imports === undefined ? [code] : [imports, code]);
}

/** What is asked of a module: the answer's status, and headers by lower-case name. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

const agent = new Agent();
const folders: string[] = [];
const stops: (() => Promise<void>)[] = [];
const ports = new Map<string, number>();

async function answer(
  key: string,
  path: string,
  { method = 'GET', origin = APP, more = {} }: Question = {},
): Promise<Answer> {
  const headers = Object.entries({ ...(origin === null ? {} : { origin }), ...more });
  const asked = {
    kind: 'request' as const,
    url: `https://api.example.com${path}`,
    method,
    headers,
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const got: NetworkResponse = await askServer(asked, ports.get(key) ?? 0, agent);
  const seen: Record<string, string> = {};
  for (const [name, value] of got.headers) {
    const lower = name.toLowerCase();
    if (!/^(access-control-|vary$)/.test(lower)) continue;
    seen[lower] = lower in seen ? `${seen[lower]}, ${value}` : value;
  }
  return { status: got.status, headers: seen };
}

interface Question {
  readonly method?: string;
  readonly origin?: string | null;
  readonly more?: Readonly<Record<string, string>>;
}

const PREFLIGHT = {
  method: 'OPTIONS',
  more: {
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Headers': 'x-anything',
  },
};

/** Set-ups of which the pages in docs/targets/ say what they do. */
const HAND_WRITTEN: readonly (readonly [key: string, id: Id, code: string])[] = [
  ['express: list of *', 'express', "app.use(cors({ origin: ['*'] }));"],
  ['express: string', 'express', `app.use(cors({ origin: '${APP}' }));`],
  ['express: defaults with credentials', 'express', 'app.use(cors({ credentials: true }));'],
  ['express: true', 'express', 'app.use(cors({ origin: true }));'],
  [
    'express: function',
    'express',
    `app.use(cors({ origin: (o, done) => done(null, o === '${APP}') }));`,
  ],
  ['nestjs: defaults', 'nestjs', 'app.enableCors();'],
  ['fastify: defaults', 'fastify', 'await app.register(cors);'],
  ['fastify: list of *', 'fastify', "await app.register(cors, { origin: ['*'] });"],
  ['fastify: string', 'fastify', `await app.register(cors, { origin: '${APP}' });`],
  ['fastify: no await', 'fastify', 'app.register(cors);'],
  [
    'fastify: late',
    'fastify',
    "app.addHook('onRequest', async (request, reply) => reply.code(401).send()); await app.register(cors);",
  ],
  ['fastify: empty', 'fastify', 'await app.register(cors, { methods: [], allowedHeaders: [] });'],
  ['koa: string', 'koa', `app.use(cors({ origin: '${APP}' }));`],
  ['koa: list', 'koa', `app.use(cors({ origin: ['${APP}', 'https://b.example.com'] }));`],
  ['koa: credentials', 'koa', 'app.use(cors({ credentials: true }));'],
  ['koa: zero', 'koa', 'app.use(cors({ maxAge: 0, allowHeaders: [] }));'],
  ['koa: not kept', 'koa', 'app.use(cors({ keepHeadersOnError: false }));'],
  ['hono: list of *', 'hono', "app.use(cors({ origin: ['*'] }));"],
  ['hono: string', 'hono', `app.use(cors({ origin: '${APP}', credentials: true }));`],
  ['hono: credentials', 'hono', 'app.use(cors({ credentials: true, allowHeaders: [] }));'],
];

beforeAll(async () => {
  for (const id of IDS) {
    const folder = await mkdtemp(join(tmpdir(), 'whycors-node-'));
    folders.push(folder);
    const modules: (readonly [string, string])[] = [
      [`${id} /v1`, emitted(id, '/v1')],
      [`${id} /`, emitted(id, '/')],
      ...(id === 'hono' ? [] : [[`${id} special`, emitted(id, '/a:b(c)')] as const]),
      ...HAND_WRITTEN.filter(([, each]) => each === id).map(
        ([key, , code]) => [key, handWritten(id, code)] as const,
      ),
    ];
    const running = await runModules(
      folder,
      modules.map(([, text]) => text),
      id === 'nestjs' ? 'ts' : 'js',
    );
    stops.push(running.stop);
    for (const [index, [key]] of modules.entries()) ports.set(key, running.ports[index] ?? 0);
  }
}, 60_000);

afterAll(async () => {
  agent.destroy();
  for (const stop of stops) await stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe.each(IDS)('code for %s', (id) => {
  it.each(['/v1', '/'])('holds on errors and for every path at %s', async (path) => {
    const key = `${id} ${path}`;
    for (const [at, status] of [
      ['/v1', 200],
      ['/v1/orders?a=1', 200],
      ['/v1/nothing', 404],
      ['/v1/boom', 500],
    ] as const)
      for (const origin of [APP, 'https://a.example.org']) {
        const got = await answer(key, at, { origin });
        expect(got, at).toMatchObject({
          status,
          headers: {
            'access-control-allow-origin': origin,
            'access-control-allow-credentials': 'true',
            'access-control-expose-headers': 'etag',
            vary: expect.stringMatching(/^Origin(, Origin)?$/i) as string,
          },
        });
      }
    for (const at of ['/v1', '/v1/orders']) {
      const got = await answer(key, at, PREFLIGHT);
      expect(got.status).toBe(204);
      expect(got.headers).toMatchObject({
        'access-control-allow-origin': APP,
        'access-control-allow-headers': 'content-type',
      });
    }
  });

  it('varies by Origin, and names none that is not allowed', async () => {
    for (const origin of [EVIL, `${APP}.evil.test`, 'https://a.b.example.org', null, 'null'])
      for (const question of [{ origin }, { ...PREFLIGHT, origin }]) {
        const { headers } = await answer(`${id} /v1`, '/v1/orders', question);
        expect(headers).not.toHaveProperty('access-control-allow-origin');
        expect(headers['vary']).toMatch(/^Origin/i);
      }
  });

  it.each(['/', '/v1x', '/v2/v1'])('says nothing at %s, where it is for /v1', async (path) => {
    const { headers } = await answer(`${id} /v1`, path);
    expect(Object.keys(headers).filter((name) => name !== 'vary')).toEqual([]);
  });

  // Hono has no way to write such a path: its page says so, and emitting refuses it.
  if (id !== 'hono')
    it('takes a path as it is, also one with the signs of routes', async () => {
      for (const [path, origin] of [
        ['/a:b(c)/orders', APP],
        ['/axbc/orders', undefined],
      ] as const) {
        const { headers } = await answer(`${id} special`, path);
        expect(headers['access-control-allow-origin']).toBe(origin);
      }
    });

  it('lets pages read the answer to OPTIONS of their own', async () => {
    // Fastify takes it for a faulty preflight: 400, with the headers.
    const { headers } = await answer(`${id} /v1`, '/v1/orders', { method: 'OPTIONS' });
    expect(headers['access-control-allow-origin']).toBe(APP);
  });
});

describe('what the libraries do', () => {
  const allowOrigin = async (key: string, question?: Question): Promise<string | undefined> =>
    (await answer(key, '/', question)).headers['access-control-allow-origin'];

  it('cors: a list of * matches nothing, a string is sent to all, `true` reflects', async () => {
    expect(await allowOrigin('express: list of *')).toBeUndefined();
    expect(await allowOrigin('express: string', { origin: EVIL })).toBe(APP);
    expect(await allowOrigin('express: true', { origin: EVIL })).toBe(EVIL);
  });

  it('cors: `credentials` leaves * as it is, and whatever header is asked for is allowed', async () => {
    expect(await answer('express: defaults with credentials', '/', PREFLIGHT)).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': 'x-anything',
        'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
      },
    });
  });

  it('cors: a function that says no switches it off, Vary and preflight included', async () => {
    const got = await answer('express: function', '/', { ...PREFLIGHT, origin: EVIL });
    expect(got).toEqual({ status: 401, headers: {} });
  });

  it('Nest: enableCors() is cors() with its defaults', async () => {
    expect(await allowOrigin('nestjs: defaults', { origin: EVIL })).toBe('*');
  });

  it('@fastify/cors: three methods, 400 without a method, a list of * is *', async () => {
    const { headers } = await answer('fastify: defaults', '/', PREFLIGHT);
    expect(headers['access-control-allow-methods']).toBe('GET,HEAD,POST');
    const plain = await answer('fastify: defaults', '/', { method: 'OPTIONS' });
    expect(plain.status).toBe(400);
    expect(await allowOrigin('fastify: list of *')).toBe('*');
    expect(await allowOrigin('fastify: string', { origin: EVIL })).toBe(APP);
  });

  it('@fastify/cors: hooks run in the order in which they are added, with await and without', async () => {
    expect((await answer('fastify: no await', '/', PREFLIGHT)).status).toBe(204);
    expect(await answer('fastify: late', '/', PREFLIGHT)).toEqual({ status: 401, headers: {} });
  });

  it('@fastify/cors: sends empty lists', async () => {
    const { headers } = await answer('fastify: empty', '/', PREFLIGHT);
    expect(headers['access-control-allow-methods']).toBe('');
    expect(headers['access-control-allow-headers']).toBe('');
  });

  it('@koa/cors: a string is sent to all, a list as two lines', async () => {
    expect(await allowOrigin('koa: string', { origin: EVIL })).toBe(APP);
    expect(await allowOrigin('koa: list')).toBe(`${APP}, https://b.example.com`);
  });

  it('@koa/cors: `credentials` reflects any origin', async () => {
    expect(await allowOrigin('koa: credentials', { origin: EVIL })).toBe(EVIL);
  });

  it('@koa/cors: 0 is not sent, an empty list allows whatever is asked for', async () => {
    const { headers } = await answer('koa: zero', '/', PREFLIGHT);
    expect(headers).not.toHaveProperty('access-control-max-age');
    expect(headers['access-control-allow-headers']).toBe('x-anything');
    expect(await answer('koa: zero', '/', { method: 'OPTIONS' })).toEqual({
      status: 401,
      headers: { vary: 'Origin' },
    });
  });

  it('Koa: drops the headers of an answer when something throws', async () => {
    expect(await answer('koa: not kept', '/boom')).toEqual({ status: 500, headers: {} });
  });

  it('hono/cors: a list of * matches nothing, a string is compared', async () => {
    expect(await allowOrigin('hono: list of *')).toBeUndefined();
    const { headers } = await answer('hono: string', '/', { origin: EVIL });
    expect(headers).toEqual({ 'access-control-allow-credentials': 'true', vary: 'Origin' });
  });

  it('hono/cors: `credentials` leaves * as it is; every OPTIONS is 204', async () => {
    expect(await answer('hono: credentials', '/', PREFLIGHT)).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': 'x-anything',
      },
    });
    expect((await answer('hono: credentials', '/', { method: 'OPTIONS' })).status).toBe(204);
  });
});
