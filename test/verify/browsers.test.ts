import { readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missingPackages } from '../setup/packages.js';
import { schema } from '../simulate/support/schemas.js';
import { freeOrigin, VerifyWorld } from './support/world.js';

const missing = missingPackages([
  'chromium',
  'firefox-esr',
  'webkit2gtk-driver',
  'xvfb',
  'xauth',
  'dbus',
]);

const ALL = ['chromium', 'firefox', 'webkit'];
const SECRET = 'v3rys3cret';

describe.skipIf(missing.length > 0)(`--verify (${missing.join(', ') || 'all there'})`, () => {
  let world: VerifyWorld;
  let api: string;
  let origin: string;
  const seen: IncomingMessage[] = [];

  beforeAll(async () => {
    world = new VerifyWorld();
    origin = await freeOrigin();
    api = await world.serve((request, response) => {
      seen.push(request);
      const path = request.url!.split('?')[0];
      const ours = request.headers['user-agent']!.includes('whycors');
      if (path !== '/silent' && (ours || path !== '/for-whycors'))
        response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
      response.setHeader('Access-Control-Allow-Credentials', 'true');
      if (path !== '/strict') response.setHeader('Access-Control-Allow-Headers', 'x-token');
      response.writeHead(path === '/for-browsers' && !ours ? 403 : 200).end('x');
    });
  });
  beforeEach(() => void seen.splice(0));
  afterEach(() => expect(world.leftBehind()).toEqual([]));
  afterAll(() => world.close());

  const browsersSeen = (method: string): string[] =>
    seen
      .filter((request) => request.method === method)
      .map(({ headers }) => headers['user-agent']!)
      .filter((agent) => !agent.includes('whycors'));

  it('all three let through what is predicted to be let through', async () => {
    const args = [`${api}/open`, '--origin', origin, '-H', 'X-Token: a', '--verify'];
    const found = await world.verification(...args);
    expect(found.map(({ engine }) => engine)).toEqual(ALL);
    for (const { engine, verdict, response, differs } of found) {
      expect({ verdict, status: response?.status, differs }, engine).toEqual({
        verdict: 'allowed',
        status: 200,
        differs: [],
      });
    }
    expect(browsersSeen('OPTIONS')).toHaveLength(3);
    expect(browsersSeen('GET')).toHaveLength(3);
    expect(new Set(seen.map(({ headers }) => headers.origin))).toEqual(new Set([origin]));
  });

  it('all three refuse it at the preflight, in the words that were predicted', async () => {
    const url = `${api}/strict?access_token=${SECRET}`;
    const args = [url, '--origin', origin, '-H', `X-Token: ${SECRET}`, '--xhr', '--verify'];
    const { status, out } = await world.whycors([...args, '--json']);
    expect(status).toBe(1);
    expect(out).not.toContain(SECRET);
    expect(schema('diagnosis')(JSON.parse(out))).toEqual([]);
    const { verification } = JSON.parse(out) as {
      verification: Awaited<ReturnType<VerifyWorld['verification']>>;
    };
    for (const { engine, verdict, console, differs } of verification) {
      expect({ verdict, differs }, engine).toEqual({ verdict: 'blocked', differs: [] });
      expect(console.join('\n').toLowerCase(), engine).toContain('x-token');
    }
    expect(browsersSeen('OPTIONS')).toHaveLength(3);
    expect(browsersSeen('GET')).toHaveLength(0);
  });

  it('from a page whose origin is null', async () => {
    const found = await world.verification(`${api}/silent`, '--origin', 'null', '--verify');
    expect(found.map(({ verdict, differs }) => [verdict, differs])).toEqual(
      ALL.map(() => ['blocked', []]),
    );
    expect(browsersSeen('GET')).toHaveLength(3);
    expect(new Set(seen.slice(0, 4).map(({ headers }) => headers.origin))).toEqual(
      new Set(['null']),
    );
  });

  it('from an https origin that nobody serves, with cookies', async () => {
    const args = ['--origin', 'https://app.example', '--credentials', 'include', '-b', 'id=abcd1'];
    const found = await world.verification(`${api}/open`, ...args, '--verify');
    expect(found.map(({ verdict, page }) => [verdict, page])).toEqual([
      ['allowed', 'put-in'],
      ['allowed', 'put-in'],
      [null, null],
    ]);
    expect(found[2]?.reason).toContain('https://app.example');
    const asked = seen.filter(({ headers }) => !headers['user-agent']!.includes('whycors'));
    expect(asked.map(({ headers }) => [headers.origin, headers.cookie])).toEqual(
      asked.map(() => ['https://app.example', 'id=abcd1']),
    );
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['http://localhost:3000', 0],
    // Here the report is WebKit's, which refuses mixed content; the scenario is Chromium's all the same.
    ['https://app.example', 1],
  ])(
    'says it on top when a browser does otherwise, and keeps the call as a scenario: %s',
    async (origin, code) => {
      const file = join(world.temporary, 'scenario.json');
      const args = [`${api}/for-whycors`, '-H', `X-Token: ${SECRET}`, '--origin', origin];
      const { status, out } = await world.whycors([
        ...args,
        '--verify=chromium',
        '--verify-out',
        file,
      ]);
      expect(status).toBe(code);
      expect(out).toMatch(/^DISAGREEMENT {2}Chrom.*refuses it/);
      expect(out).toContain(file);
      expect(out.replace(/\s+/g, ' ')).toContain("No 'Access-Control-Allow-Origin' header");
      expect(readFileSync(file, 'utf8')).not.toContain(SECRET);
      const simulated = await world.whycors(['simulate', file, '--engine', 'chromium']);
      rmSync(file);
      expect(JSON.parse(simulated.out)).toMatchObject({ verdict: 'allowed' });
    },
  );

  it('tells of an answer that only browsers get', async () => {
    const found = await world.verification(`${api}/for-browsers`, '--verify=chromium');
    expect(found).toMatchObject([{ verdict: 'allowed', differs: ['status'], agrees: true }]);
  });

  it('has no browser send what has side effects without --send', async () => {
    const { status, out } = await world.whycors([`${api}/open`, '-X', 'PUT', '--verify']);
    expect(status).toBe(1);
    expect(out).toContain('Add --send');
    expect([...browsersSeen('PUT'), ...browsersSeen('OPTIONS')]).toEqual([]);
  });

  it('has each browser send it with --send', async () => {
    await world.whycors([`${api}/open`, '-X', 'POST', '-d', 'a', '--send', '--verify=chromium']);
    expect(browsersSeen('POST')).toHaveLength(1);
  });

  it('cannot ask WebKit from an origin at which something listens', async () => {
    const page = await world.serve((_, response) => void response.end());
    const args = [`${api}/open`, '--origin', page, '--verify=webkit'];
    const { status, out } = await world.whycors(args);
    expect(status).toBe(2);
    expect(out.replace(/\s+/g, ' ')).toContain('another program listens there');
    const same = await world.whycors([`${page}/open`, '--origin', page, '--verify=webkit']);
    expect({ status: same.status, out: same.out }).toEqual({ status: 2, out: '' });
  });

  it('does not wait for a MiniBrowser that has ended', async () => {
    const args = [`${api}/open`, '--origin', origin, '--verify=webkit'];
    const { status, out } = await world.whycors(args, { WHYCORS_WEBKIT: '/bin/false' });
    expect(status).toBe(2);
    expect(out).toContain('it ended before');
  });

  it('leaves nothing behind when it is stopped while browsers ask', async () => {
    const asking = new Set<string>();
    const hanging = await world.serve((request, response) => {
      const agent = request.headers['user-agent']!;
      if (agent.includes('whycors')) response.writeHead(200).end();
      else if (asking.add(agent).size === 3) run.child.kill('SIGINT');
    });
    const run = world.start([`${hanging}/`, '--origin', origin, '--verify']);
    const { signal, out } = await run.ended;
    expect({ signal, out }).toEqual({ signal: 'SIGINT', out: '' });
  });
});
