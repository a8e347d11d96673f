import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpServer, stopServers } from '../support/servers.js';
import { run, COMMAND, whycors } from './command.js';

interface Json {
  readonly counts: {
    readonly passed: number;
    readonly failed: number;
    readonly unreachable: number;
  };
  readonly results: readonly {
    readonly id: string;
    readonly passed: boolean;
    readonly verdict: string;
    readonly message: string | null;
    readonly rule: string | null;
    readonly line: number;
  }[];
}

const APP = 'http://app.example.com';

describe('whycors check', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-check-'));
  });
  afterEach(stopServers);
  afterAll(() => rm(folder, { recursive: true }));

  /** An API that allows one page to PUT, and lets it read ETag. */
  async function api(seen: string[] = []): Promise<string> {
    const { port } = await httpServer(({ method, headers }, response) => {
      seen.push(method ?? '');
      const allowed = headers.origin === APP;
      response.writeHead(method === 'OPTIONS' ? 204 : 200, {
        Vary: 'Origin',
        ...(allowed
          ? {
              'Access-Control-Allow-Origin': APP,
              'Access-Control-Allow-Methods': 'PUT',
              'Access-Control-Expose-Headers': 'ETag',
              'Access-Control-Max-Age': '60',
            }
          : {}),
      });
      response.end();
    });
    return `http://127.0.0.1:${port}`;
  }

  async function contract(checks: string): Promise<string> {
    const file = join(folder, 'whycors.yaml');
    await writeFile(file, `version: 1\nchecks:\n${checks}`);
    return file;
  }

  async function json(
    file: string,
    ...args: readonly string[]
  ): Promise<{ status: number | null; json: Json }> {
    const { status, out, err } = await whycors('check', file, '--report', 'json', ...args);
    if (out === '') throw new Error(err);
    return { status, json: JSON.parse(out) as Json };
  }

  const good = `  - url: \${api}/orders
    origins: [${APP}]
    methods: [GET, PUT]
    maxAge: 60
    exposed: [etag]
  - url: \${api}/orders
    origins: [http://evil.example, "null"]
    expect: deny
`;

  it('passes where all is as expected, and sends nothing with side effects', async () => {
    const seen: string[] = [];
    const { status, json: report } = await json(
      await contract(good),
      '--var',
      `api=${await api(seen)}`,
    );
    expect([status, report.counts]).toEqual([0, { passed: 4, failed: 0, unreachable: 0 }]);
    expect(new Set(seen)).toEqual(new Set(['GET', 'OPTIONS']));
  });

  it('says what is not as expected, with its cause and its line', async () => {
    const file = await contract(`  - url: \${api}/orders
    origins: [http://other.example]
  - url: \${api}/orders
    origins: [${APP}]
    expect: deny
  - url: \${api}/orders
    origins: [${APP}]
    methods: [PUT]
    maxAge: 600
  - url: \${api}/orders
    origins: [${APP}]
    exposed: [x-total]
`);
    const { status, json: report } = await json(file, '--var', `api=${await api()}`);
    expect(status).toBe(1);
    expect(report.results.map(({ line, rule }) => [line, rule])).toEqual([
      [3, 'origin-not-on-the-allow-list'],
      [5, null],
      [8, null],
      [12, null],
    ]);
    const messages = report.results.map(({ message }) => message);
    expect(messages[1]).toBe('Allowed, and the contract denies it.');
    expect(messages[2]).toContain('60 s, not 600 s');
    expect(messages[3]).toContain('cannot read x-total');
  });

  it('ends with 3 where nothing but the network failed, and one dead host keeps no other waiting', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const dead = Array.from({ length: 40 }, (_, i) => `http://127.0.0.1:${port}/${i}`).join(', ');
    const file = await contract(
      `  - urls: [${dead}]\n    origins: [${APP}]\n  - url: \${api}/x\n    origins: [${APP}]\n`,
    );
    const { status, json: report } = await json(
      file,
      '--var',
      `api=${await api()}`,
      '--max-time',
      '0.3',
      '--retries',
      '0',
    );
    silent.close();
    expect(status).toBe(3);
    expect(report.counts).toEqual({ passed: 1, failed: 0, unreachable: 40 });
    expect(report.results.at(-1)).toMatchObject({ passed: true });
  });

  it('is simulated with a configuration, and compared with the server', async () => {
    const config = join(folder, 'nginx.conf');
    await writeFile(
      config,
      `server {\n  listen 80;\n  location / {\n    add_header Access-Control-Allow-Origin "${APP}" always;\n    proxy_pass http://127.0.0.1:1;\n  }\n}\n`,
    );
    const file = await contract(
      `  - url: \${api}/orders\n    origins: [${APP}]\n    methods: [GET, PUT]\n`,
    );
    const base = ['--simulate', config, '--target', 'nginx', '--var', `api=${await api()}`];
    const simulated = await json(file, ...base);
    expect(simulated.json.results.map(({ verdict }) => verdict)).toEqual(['allowed', 'blocked']);
    const both = await json(file, ...base, '--live');
    expect(both.json.results.map(({ passed }) => passed)).toEqual([true, false]);
    expect(both.json.results[1]?.message).toContain('does not do what the configuration says');
  });

  it('reports only what changed since a report', async () => {
    const file = await contract(`  - url: \${api}/a\n    origins: [${APP}, http://b.example]\n`);
    const base = await api();
    const before = join(folder, 'before.json');
    await whycors('check', file, '--var', `api=${base}`, '--report', `json=${before}`);
    const { status, json: report } = await json(
      file,
      '--var',
      `api=${base}`,
      '--only-changed',
      before,
    );
    expect([status, report.results]).toEqual([0, []]);
  });

  it('writes every kind of report', async () => {
    const file = await contract(
      `  - name: <b>"x" & y\n    url: \${api}/a\n    origins: [http://b.example]\n`,
    );
    const formats = ['json', 'junit', 'sarif', 'markdown', 'html', 'text'];
    const outputs = formats.flatMap((format) => [
      '--report',
      `${format}=${join(folder, `out.${format}`)}`,
    ]);
    const summary = join(folder, 'summary.md');
    const { status, out } = await run(
      process.execPath,
      [COMMAND, 'check', file, '--var', `api=${await api()}`, ...outputs, '--report', 'github'],
      { ...process.env, GITHUB_STEP_SUMMARY: summary },
    );
    expect(status).toBe(1);
    expect(out).toMatch(/^::error file=.*,line=3,/);
    const text = async (format: string): Promise<string> =>
      readFile(join(folder, `out.${format}`), 'utf8');
    expect(await text('junit')).toContain('&lt;b&gt;&quot;x&quot; &amp; y');
    expect(
      (JSON.parse(await text('sarif')) as { runs: readonly { results: readonly object[] }[] })
        .runs[0]?.results,
    ).toHaveLength(1);
    expect(await text('html')).not.toContain('<b>');
    expect(await text('markdown')).toContain('&lt;b>');
    expect(await readFile(summary, 'utf8')).toContain('1 not as expected');
  });

  it.each([
    [['--shard', '3/2'], /--shard/],
    [['--report', 'xml'], /--report: "xml" is not one of/],
    [['--var', 'x'], /NAME=VALUE/],
    [['--env', 'prod'], /no environment "prod"/],
    [['--only-changed', '/nowhere.json'], /no such file/],
  ])('%j is one sentence and exit code 2', async (args, message) => {
    const { status, err } = await whycors(
      'check',
      await contract(good),
      '--var',
      'api=http://127.0.0.1:1',
      ...args,
    );
    expect([status, err.trim().split('\n').length]).toEqual([2, 1]);
    expect(err).toMatch(message);
  });
});
