import { afterEach, describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { diagnose, InputError, type DiagnoseOptions } from '../../src/api/diagnose.js';
import { corsPolicy, readPolicy, validatePolicy } from '../../src/api/policy.js';
import { explainRule, renderJson, renderText, ruleIds, toJson } from '../../src/api/reporters.js';
import { simulate, type Scenario } from '../../src/api/simulate.js';
import { emitPolicy, findTarget, guessTarget, targets } from '../../src/api/targets.js';
import { schema } from '../simulate/support/schemas.js';
import { httpServer, stopServers, tcpServer } from '../support/servers.js';
import { ROOT } from './scratch.js';

const ORIGIN = 'https://app.example.com';
const SECRET = 'v3rys3cret';

afterEach(stopServers);

describe('diagnose', () => {
  it.each<[Partial<DiagnoseOptions>, readonly string[]]>([
    [{}, ['OPTIONS', 'GET']],
    [{ send: true }, ['OPTIONS', 'PATCH']],
  ])('sends what has side effects only when told: %j', async (options, wanted) => {
    const methods: (string | undefined)[] = [];
    const { port } = await httpServer((request, response) => {
      methods.push(request.method);
      response.setHeader('Access-Control-Allow-Origin', 'http://localhost:3000');
      response.setHeader('Access-Control-Allow-Methods', 'PATCH');
      response.end();
    });
    const report = await diagnose({
      url: `http://127.0.0.1:${port}/`,
      method: 'PATCH',
      origin: 'http://localhost:3000',
      engine: ['chromium', 'firefox'],
      experiments: false,
      ...options,
    });
    expect(report.verdict).toBe('allowed');
    expect(report.engines.map(({ engine }) => engine)).toEqual(['chromium', 'firefox']);
    expect([...new Set(methods)]).toEqual(wanted);
  });

  it('names everything that is wrong at once', async () => {
    const bad = {
      url: 'http://',
      origin: '*',
      method: 'P T',
      headers: { 'a b': '1' },
      engine: 'edge',
      maxTimeMs: -1,
      resolve: ['x'],
      proxy: 'socks5://x',
    };
    const error = await diagnose(bad as unknown as DiagnoseOptions).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).problems.map(({ path }) => path).toSorted()).toEqual(
      ['engine', 'headers', 'maxTimeMs', 'method', 'origin', 'proxy', 'resolve', 'url'].toSorted(),
    );
    expect((error as InputError).message).not.toContain('--');
  });

  it('stops with its signal', async () => {
    const abort = new AbortController();
    const { port } = await tcpServer((socket) => {
      socket.once('data', () => abort.abort(new Error('enough')));
    });
    const call = diagnose({
      url: `http://127.0.0.1:${port}/`,
      origin: ORIGIN,
      engine: 'standard',
      signal: abort.signal,
    });
    await expect(call).rejects.toThrow('enough');
  });

  it('is written with secrets masked, unless told', async () => {
    const { port } = await httpServer((request, response) => {
      response.setHeader('X-Echo', `${request.headers['x-api-key']} ${request.headers.cookie}`);
      response.end();
    });
    const report = await diagnose({
      url: `http://127.0.0.1:${port}/`,
      origin: ORIGIN,
      engine: 'standard',
      credentials: 'include',
      cookie: `id=c00kie${SECRET}`,
      headers: [['X-Api-Key', SECRET]],
      mode: 'cors',
      experiments: true,
    });
    const texts = [renderText(report), renderText(report, { curl: true }), renderJson(report)];
    for (const text of texts) expect(text).not.toContain(SECRET);
    expect(renderJson(report, { showSecrets: true })).toContain(SECRET);
    expect(schema('diagnosis')(toJson(report))).toEqual([]);
  });
});

describe('simulate', () => {
  const scenario: Scenario = {
    id: 'a',
    origin: ORIGIN,
    request: { url: 'https://api.test/' },
    exchanges: [{ url: 'https://api.test/', response: { status: 200, headers: [] } }],
  };

  it('runs one engine, or all', () => {
    expect(simulate(scenario).map(({ engine }) => engine)).toEqual(['chromium']);
    const all = simulate(scenario, { engine: 'all' });
    expect(all.map(({ engine }) => engine)).toEqual(['standard', 'chromium', 'firefox', 'webkit']);
    for (const record of all) expect(schema('simulation')(record)).toEqual([]);
  });

  it('names what is wrong by its JSON path', () => {
    const bad = { ...scenario, origin: 'app.example.com/' };
    expect(() => simulate(bad)).toThrow(/^\$\.origin: /);
    expect(() => simulate(scenario, { engine: 'edge' as 'firefox' })).toThrow(/^engine: "edge"/);
  });
});

describe('targets', () => {
  const { value: policy } = readPolicy({ origins: [ORIGIN], methods: ['PUT'] });
  const url = 'https://api.example.com/v1';

  it.each(targets.map(({ id }) => id))('%s writes a policy, or says why it cannot', (id) => {
    const { emission, check, target } = emitPolicy(id, policy ?? corsPolicy(), { url });
    expect(target).toBe(findTarget(id));
    if (emission.kind === 'cannot') expect(emission.reasons).not.toEqual([]);
    else expect(check?.kind).toBe(target.kind === 'file' ? 'proved' : 'not-simulated');
  });

  it('knows a configuration by its text', () => {
    const text = 'server {\n  location / { proxy_pass http://127.0.0.1:3000; }\n}\n';
    expect(guessTarget({ file: 'site', text })?.id).toBe('nginx');
    expect(guessTarget({ file: 'site', text: 'hello' })).toBeNull();
    expect(findTarget('iis')).toBeNull();
  });

  it.each([
    ['iis', { url }, 'target: "iis" is not one of apache, '],
    ['express', { url, config: '' }, 'config: Express'],
    ['nginx', { url: 'api' }, 'url: "api" is no http or https URL.'],
  ])('%s %j is an InputError', (id, options, said) => {
    expect(() => emitPolicy(id, corsPolicy(), options)).toThrow(InputError);
    expect(() => emitPolicy(id, corsPolicy(), options)).toThrow(said);
  });
});

it('a policy for an API on the loopback is no mixed content', () => {
  const { value } = readPolicy({ origins: [ORIGIN] });
  const codes = (url: string): readonly string[] =>
    validatePolicy(value ?? corsPolicy(), { url }).map(({ code }) => code);
  expect(codes('http://api.example.com/')).toContain('https-page-of-an-http-api');
  expect(codes('http://127.0.0.1/')).not.toContain('https-page-of-an-http-api');
});

it('explains every rule', async () => {
  for (const id of ruleIds) expect(await explainRule(id)).toMatch(/^# /);
  await expect(explainRule('../../LICENSE')).rejects.toThrow(InputError);
});

it.each(readdirSync(join(ROOT, 'schema')))('whycors/schema/%s is exported, by its name', (name) => {
  // Resolved as a user's import is: by the package's own name and its exports.
  const { $id } = createRequire(import.meta.url)(`whycors/schema/${name}`) as { $id: string };
  expect($id).toBe(`https://whycors.dev/schema/1/${name}`);
});
