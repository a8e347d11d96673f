import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askServer } from '../../../lab/servers/ask.js';
import { freePorts } from '../../../lab/servers/ports.js';
import { startProcess, type ServerProcess } from '../../../lab/servers/process.js';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import type { Header, NetworkRequest, NetworkResponse } from '../../../src/protocol/index.js';
import { applyChanges, TARGETS, type Upstream } from '../../../src/targets/index.js';
import { missingPackages } from '../../setup/packages.js';

const APP = 'https://app.example.com';
const { caddy } = TARGETS;
if (caddy.kind !== 'file') throw new Error('Caddy is configured by a file');
const { read, emit } = caddy;

function rules(body: string): readonly string[] {
  const text = `api.example.com {\n${body}\n}\n`;
  return read({ file: 'Caddyfile', text }).problems.map(({ rule }) => rule);
}

describe('what is wrong with CORS in a Caddyfile', () => {
  it.each([
    ['caddyfile-syntax', 'handle {'],
    ['origin-not-valid', `header Access-Control-Allow-Origin ${APP}/`],
    ['origin-list-in-one-header', `header Access-Control-Allow-Origin "${APP}, https://b.test"`],
    ['origin-pattern-sent-literally', 'header Access-Control-Allow-Origin https://*.example.com'],
    [
      'wildcard-with-credentials',
      'header {\nAccess-Control-Allow-Origin *\nAccess-Control-Allow-Credentials true\n}',
    ],
    ['reflects-any-origin', 'header Access-Control-Allow-Origin {header.Origin}'],
    ['two-layers', 'header Access-Control-Allow-Origin *\nreverse_proxy localhost:1'],
    ['origin-pattern-too-wide', '@c header_regexp Origin example\\.com$'],
    ['origin-pattern-too-wide', '@c header_regexp Origin ^https://app.example\\.com$'],
    ['origin-pattern-too-wide', '@c header Origin *.example.com'],
    [
      'vary-missing',
      `@c header Origin ${APP}\nheader @c Access-Control-Allow-Origin {header.Origin}`,
    ],
    [
      'preflight-behind-authentication',
      'header Access-Control-Allow-Origin *\nbasicauth {\nbob x\n}',
    ],
    [
      'missing-on-errors',
      'header {\nAccess-Control-Allow-Origin *\ndefer\n}\nreverse_proxy localhost:1',
    ],
    ['variable-not-known', 'header Access-Control-Allow-Origin {$ORIGIN}'],
    ['import-not-read', 'import cors.caddy'],
    ['matcher-not-followed', '@c expression {method} == "OPTIONS"'],
    ['defer-prefix', 'header >Access-Control-Allow-Origin *'],
  ])('%s', (rule, body) => {
    expect(rules(body)).toContain(rule);
  });
});

describe('what is emitted', () => {
  const policy = corsPolicy({ origins: [exactOrigin(APP)], methods: ['PUT'] });
  const place = { origin: 'https://api.example.com', path: '/v1', upstream: 'http://localhost:1' };
  const kindOf = (body: string): unknown =>
    emit(policy, place, { file: 'Caddyfile', text: `api.example.com {\n${body}\n}\n` });

  it('refuses where lines for more than the place send CORS headers', () => {
    expect(kindOf('header Access-Control-Allow-Origin *')).toMatchObject({ kind: 'cannot' });
  });

  it('tells a place from those below it', () => {
    let text = 'api.example.com {\n\trespond hi\n}\n';
    for (const path of ['/v1/place', '/v1', '/v-1', '/v_1']) {
      const emission = emit(policy, { ...place, path }, { file: 'Caddyfile', text });
      if (emission.kind === 'change') text = applyChanges(text, emission.changes);
    }
    const { value } = read({ file: 'Caddyfile', text });
    for (const path of ['/v1/place', '/v1', '/v-1', '/v_1'])
      expect(value?.routes.find((route) => route.path === path)?.policy, text).not.toBeNull();
  });

  it('goes into a file of one site without braces', () => {
    const text = 'api.example.com\n\nrespond hi\n';
    const emission = emit(policy, place, { file: 'Caddyfile', text });
    if (emission.kind !== 'change') throw new Error('it can be said');
    const after = applyChanges(text, emission.changes);
    const { value } = read({ file: 'Caddyfile', text: after });
    expect(value?.routes.find(({ path }) => path === '/v1')?.policy).toMatchObject(policy);
  });

  it('refuses where a named matcher decides who is asked for a password', () => {
    expect(kindOf('@a path /v1/*\nbasicauth @a {\nbob x\n}')).toMatchObject({ kind: 'cannot' });
  });

  it('gives authentication its own matcher back when nobody is let in', () => {
    const text = 'api.example.com {\n\tbasicauth /v1/* {\n\t\tbob x\n\t}\n\trespond hi\n}\n';
    const there = emit(policy, place, { file: 'Caddyfile', text });
    if (there.kind !== 'change') throw new Error('it can be said');
    const between = applyChanges(text, there.changes);
    expect(between).toContain('basicauth @cors_api_example_com_v1-auth {');
    const back = emit(corsPolicy(), place, { file: 'Caddyfile', text: between });
    if (back.kind !== 'change') throw new Error('it can be said');
    expect(applyChanges(between, back.changes)).toBe(text);
  });
});

/** Bodies of sites, most of them wrong; UP is an upstream with CORS headers, DOWN one that is not there. */
const WRONG: readonly string[] = [
  'header Access-Control-Allow-Origin *\nreverse_proxy UP',
  'header {\nAccess-Control-Allow-Origin *\ndefer\n}\nreverse_proxy UP',
  'header {\nAccess-Control-Allow-Origin *\ndefer\n}\nreverse_proxy DOWN',
  'header Access-Control-Allow-Origin *\nreverse_proxy DOWN',
  'header +Access-Control-Allow-Origin *\nheader +Access-Control-Allow-Origin https://b.test\nrespond hi',
  'header ?Access-Control-Allow-Origin https://b.test\nreverse_proxy UP',
  'header ?Access-Control-Allow-Origin https://b.test\nrespond hi',
  'header -Access-Control-Allow-Origin\nreverse_proxy UP',
  'header -Access-Control-*\nheader Access-Control-Allow-Origin *\nreverse_proxy UP',
  'reverse_proxy UP {\nheader_down -Access-Control-Allow-Origin\nheader_down +Vary Origin\n}\nheader Access-Control-Allow-Origin *',
  'reverse_proxy UP {\nheader_down Access-Control-Allow-Origin https://b.test\n}',
  '@o method OPTIONS\nrespond @o 204\nheader @o Access-Control-Allow-Methods PUT\nreverse_proxy UP',
  'route {\nrespond 204\nheader Access-Control-Allow-Origin *\n}',
  'basicauth {\nbob $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG\n}\n@o method OPTIONS\nhandle @o {\nheader Access-Control-Allow-Origin *\nrespond 204\n}\nrespond hi',
  'header Access-Control-Allow-Origin *\nhandle_errors {\nheader -Access-Control-Allow-Origin\nrespond sorry\n}\nerror 418',
  'error "no" 403\nhandle_errors {\nheader Access-Control-Allow-Origin *\nrespond sorry 404\n}',
  '@c header Origin *example.com\nheader @c Access-Control-Allow-Origin {header.Origin}\nrespond hi',
  '@c header_regexp Origin example.com\nheader @c Access-Control-Allow-Origin {http.request.header.Origin}\nreverse_proxy UP',
  'header /v1/* Access-Control-Allow-Origin https://a.test\nheader Access-Control-Allow-Origin https://b.test\nrespond hi',
  'handle /v1* {\nrespond outer\n}\nhandle /v1/orders {\nheader Access-Control-Allow-Origin *\nrespond inner\n}',
  'handle_path /v1/* {\nheader /orders Access-Control-Allow-Origin *\nrespond hi\n}',
  'rewrite /v1/* /other\nheader /other Access-Control-Allow-Origin *\nhandle /other {\nheader Vary Origin\nrespond hi\n}',
  'header Access-Control-Allow-Origin *\nredir https://www.example.com{uri} permanent',
  'redir /v1/* /v2\nheader Access-Control-Allow-Origin {header.Origin}',
  '@c {\nnot {\nheader Origin https://app.example.com\n}\n}\nrespond @c 403\nheader Access-Control-Allow-Origin *\nrespond hi',
  '@c {\nheader Origin https://app.example.com\nheader Origin https://b.test\nnot method OPTIONS\n}\nheader @c Access-Control-Allow-Origin {header.Origin}',
  '@c header !Origin\nheader @c Access-Control-Allow-Origin none\nheader Access-Control-Allow-Origin "https:" "http:"\nrespond hi',
];

const UPSTREAM: Upstream = () => ({
  status: 200,
  headers: [
    ['Access-Control-Allow-Origin', '*'],
    ['Vary', 'Accept'],
  ],
});

describe('hand-written configurations', () => {
  const missing = missingPackages(['caddy']);
  const agent = new Agent();
  let folder: string;
  let upstream: Server;
  let server: ServerProcess | null = null;
  let port = 0;
  let down = 0;
  let text = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-caddy-'));
    upstream = createServer((_, response) => {
      const { status, headers } = UPSTREAM(request('GET', '/', null));
      response.writeHead(status, headers.flat()).end('{}');
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    if (missing.length > 0) return;
    const [free = 0, none = 0] = await freePorts(2);
    port = free;
    down = none;
    const up = (upstream.address() as AddressInfo).port;
    const sites = WRONG.map((body, index) => {
      const filled = body
        .replaceAll('UP', `127.0.0.1:${up}`)
        .replaceAll('DOWN', `127.0.0.1:${none}`);
      return `http://c${index}.test:${port} {\nbind 127.0.0.1\n${filled}\n}\n`;
    });
    text = `{\nadmin off\nauto_https off\n}\n${sites.join('')}`;
    const file = join(folder, 'Caddyfile');
    await writeFile(file, text);
    server = await startProcess('/usr/bin/caddy', ['run', '--config', file], {
      ports: [port],
      cwd: folder,
      env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    });
  });
  afterAll(async () => {
    agent.destroy();
    await server?.stop();
    upstream.closeAllConnections();
    upstream.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.skipIf(missing.length > 0).each(WRONG.map((body, index) => [index, body] as const))(
    '%i is simulated as the real Caddy answers: %s',
    async (index) => {
      // An upstream that is not there does what the directive does.
      const said502 = text.replaceAll(`reverse_proxy 127.0.0.1:${down}\n`, 'error 502\n');
      const configuration = read({ file: 'Caddyfile', text: said502 }).value;
      if (configuration === null) throw new Error('it is read');
      for (const [method, path, origin] of [
        ['GET', '/v1/orders', APP],
        ['OPTIONS', '/v1/orders', APP],
        ['GET', '/', 'https://evil-example.com'],
        ['GET', '/v1', null],
      ] as const) {
        const asked = request(method, path, origin, `http://c${index}.test:${port}`);
        const real = await askServer(asked, port, agent);
        const simulated = configuration.simulate(asked, UPSTREAM);
        const said: NetworkResponse = {
          status: simulated.status,
          headers: simulated.headers.map(({ name, value }) => [name, value] as const),
        };
        expect(comparable(said), `${method} ${path} ${origin}`).toEqual(comparable(real));
      }
    },
  );
});

/** The places where an answer could come before the preflight's, or without headers. */
const HARD = `{
admin off
auto_https off
}
http://api.example.com:PORT {
	bind 127.0.0.1
	basicauth /v1/private/* {
		bob $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG
	}
	basicauth /v1/other/* {
		bob $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG
	}
	handle /v1/deep/down/* {
		header Access-Control-Allow-Origin *
		reverse_proxy UP
	}
	handle_path /v1* {
		reverse_proxy UP
	}
	handle {
		error 404
	}
	handle_errors {
		respond "sorry"
	}
}
`;

describe('an emitted policy among handle blocks, passwords and errors', () => {
  const missing = missingPackages(['caddy']);
  it.skipIf(missing.length > 0).each(['/v1', '/'])('holds at %s of a real Caddy', async (path) => {
    const folder = await mkdtemp(join(tmpdir(), 'whycors-caddy-'));
    const [port = 0, none = 0] = await freePorts(2);
    const given = HARD.replaceAll('PORT', String(port)).replaceAll('UP', `127.0.0.1:${none}`);
    const policy = corsPolicy({ origins: [exactOrigin(APP)], methods: ['PUT'] });
    const place = {
      origin: `http://api.example.com:${port}`,
      path,
      upstream: 'http://localhost:1',
    };
    const emission = emit(policy, place, { file: 'Caddyfile', text: given });
    if (emission.kind !== 'change') throw new Error(emission.reasons.join(' '));
    const file = join(folder, 'Caddyfile');
    await writeFile(file, applyChanges(given, emission.changes));
    const agent = new Agent();
    const caddyServer = await startProcess('/usr/bin/caddy', ['run', '--config', file], {
      ports: [port],
      cwd: folder,
      env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    });
    try {
      const of = async (method: string, at: string, origin: string): Promise<unknown> => {
        const asked = request(method, at, origin, place.origin);
        const { status, headers } = await askServer(asked, port, agent);
        const allow = headers.filter(([name]) => /^access-control-allow-origin$/i.test(name));
        const vary = headers.filter(([name]) => /^vary$/i.test(name));
        return [status, allow.map(([, value]) => value), vary.map(([, value]) => value)];
      };
      for (const at of ['/v1', '/v1/a', '/v1/private/a', '/v1/other/a', '/v1/deep/down/a']) {
        const [open, status] = /private|other/.test(at) ? [false, 401] : [true, 502];
        expect(await of('OPTIONS', at, APP), at).toEqual([204, [APP], ['Origin']]);
        expect(await of('GET', at, APP), at).toEqual([status, [APP], ['Origin']]);
        expect(await of('GET', at, 'https://evil.test'), at).toEqual([status, [], ['Origin']]);
        expect(await of('OPTIONS', at, 'https://evil.test'), at).toEqual([
          open ? 502 : 401,
          [],
          ['Origin'],
        ]);
      }
      const outside = path === '/' ? [404, [APP], ['Origin']] : [404, [], []];
      expect(await of('GET', '/other', APP)).toEqual(outside);
    } finally {
      agent.destroy();
      await caddyServer.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

function request(
  method: string,
  path: string,
  origin: string | null,
  base = 'http://localhost',
): NetworkRequest {
  const preflight: Header[] =
    method === 'OPTIONS' ? [['Access-Control-Request-Method', 'PUT']] : [];
  return {
    kind: 'request',
    url: base + path,
    method,
    headers: [...(origin === null ? [] : [['Origin', origin] as const]), ...preflight],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
}

function comparable({ status, headers }: NetworkResponse): unknown {
  const about = headers
    .map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name = '']) => /^access-control-|^vary$|^location$|^www-auth/.test(name))
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
  return { status, headers: about };
}
