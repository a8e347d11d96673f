import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitFor } from '../../src/fix/index.js';
import { contextOf, placeOf } from '../../src/cli/policy/options.js';
import { speakingRoutes, translate } from '../../src/cli/policy/translate.js';
import { corsPolicy, exactOrigin } from '../../src/policy/index.js';
import { createStyle } from '../../src/reporters/index.js';
import { policyFailures, policyText, translationText } from '../../src/reporters/policy/index.js';
import { TARGETS } from '../../src/targets/index.js';
import { run, whycors } from './command.js';
import { smallTarget } from './small-target.js';

const PLACE = placeOf({});
const STYLE = createStyle(false, 80);
const APP = exactOrigin('https://app.example.com');
const PUT = corsPolicy({ origins: [APP], methods: ['PUT'] });

describe('a policy for a target', () => {
  it('is checked, and tells how many calls were tried', () => {
    const result = emitFor(smallTarget(), PUT, PLACE, null);
    expect(result.check).toMatchObject({ kind: 'proved', allowed: 8, unasked: 0 });
    const text = policyText(result, STYLE, true);
    expect(text).toContain('at the end:\n\nallow https://app.example.com PUT\n');
    expect(text).toContain('To make it take effect: small reload');
    expect(text).toContain('8 calls that the policy allows are let');
    expect(policyFailures(result)).toEqual([]);
  });

  it('says what the check does not cover', () => {
    const config = {
      file: 'nginx.conf',
      text: 'server {\n  listen 80;\n  include cors.conf;\n  location / { proxy_pass http://a; }\n}\n',
    };
    const result = emitFor(TARGETS.nginx, PUT, PLACE, config);
    const text = policyText(result, STYLE, true).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Checked, except for what follows: read back');
    expect(text).toMatch(/Line \d+ after the change: cors\.conf is not read/);
  });

  it('is not shown when its check fails', () => {
    const result = emitFor(smallTarget(true), PUT, PLACE, null);
    expect(result.check?.kind).toBe('failed');
    expect(policyText(result, STYLE, true)).toBe('');
    expect(policyFailures(result).join('\n')).toContain('fault of whycors itself');
    expect(policyFailures(result).join('\n')).toContain('PUT from https://app.example.com');
  });

  it('is a diff where there is a configuration', () => {
    const config = { file: 'my.conf', text: 'host api.example.com\n# mine\n' };
    const { diff } = emitFor(smallTarget(), PUT, PLACE, config);
    expect(diff).toBe(
      '--- my.conf\n+++ my.conf\n@@ -1,2 +1,3 @@\n host api.example.com\n # mine\n+allow https://app.example.com PUT\n',
    );
  });

  it('counts calls that browsers never make by themselves', () => {
    const result = emitFor(smallTarget(), PUT, placeOf({ url: 'http://api.example.com' }), null);
    expect(result.check).toMatchObject({ kind: 'proved', allowed: 0, unasked: 8 });
    expect(policyText(result, STYLE, true)).toContain('mixed content');
  });

  it('leaves out pages of the API’s own origin', () => {
    const place = placeOf({ url: 'http://app.example.com' });
    expect(emitFor(smallTarget(), PUT, place, null).check?.kind).toBe('proved');
  });

  it('has all reasons when it cannot be said', () => {
    const result = emitFor(smallTarget(), corsPolicy(), PLACE, null);
    expect(policyText(result, STYLE, true)).toBe('');
    expect(policyFailures(result)).toEqual([
      'Small cannot say this policy:',
      'Small knows one origin only; name one.',
    ]);
  });

  it('is code where the target is code, and not simulated', () => {
    const change = { where: 'in app.js', text: 'app.use(cors());', at: null };
    const result = emitFor(
      {
        kind: 'code',
        id: 'lib',
        title: 'Lib',
        group: 'framework',
        language: 'js',
        file: 'app.js',
        emit: () => ({ kind: 'change', changes: [change], reload: 'Restart it.', notes: ['N.'] }),
      },
      PUT,
      PLACE,
      null,
    );
    const text = policyText(result, STYLE, true);
    expect(text).toContain('in app.js:\n\napp.use(cors());\n');
    expect(text).toContain('Not simulated');
    expect(text).not.toContain('Checked');
  });

  it('is carried over from another target, with what gets lost', () => {
    const target = smallTarget();
    const text = 'host api.example.com\nallow https://a.example PUT\nallow * credentials\n';
    const source = { file: 'old.conf', text };
    const { value } = target.read(source);
    const translations = translate(value!.routes, source, target, PLACE);
    expect(translations.map(({ from, result }) => [from, result?.check?.kind])).toEqual([
      ['old.conf:2: api.example.com, /', 'proved'],
      ['old.conf:3: api.example.com, /', undefined],
    ]);
    const shown = translationText(translations, STYLE, true);
    expect(shown).toContain('allow https://a.example PUT');
    expect(shown).toContain('lost  A note.');
    expect(shown).toContain('lost  Any origin with credentials');
  });
});

describe('places of a configuration to carry over', () => {
  it('are those that say something of CORS, or may', () => {
    const text =
      'server { listen 80; location /a { proxy_pass http://a; } location /b { add_header Access-Control-Allow-Origin $x; proxy_pass http://a; } }';
    const source = { file: 'n', text };
    if (TARGETS.nginx.kind !== 'file') throw new Error('nginx is read');
    const { value } = TARGETS.nginx.read(source);
    expect(value!.routes.map(({ path }) => path)).toEqual(['/', '/a', '/b']);
    expect(speakingRoutes(value!, source).map(({ path }) => path)).toEqual(['/b']);
  });
});

describe('places', () => {
  it('are read from the URL and the path', () => {
    expect(placeOf({ url: 'https://API.example.com:443/v1' })).toMatchObject({
      origin: 'https://api.example.com',
      path: '/v1',
    });
    expect(placeOf({ url: 'https://a.example/v1', path: '/' }).path).toBe('/');
    for (const options of [{ url: 'api' }, { path: 'v1' }, { path: '/a?b' }, { upstream: 'x' }])
      expect(() => placeOf(options)).toThrow(/no (path|http)/);
  });

  it('on the loopback are no mixed content', () => {
    expect(contextOf(placeOf({ url: 'http://localhost:3000' })).apiScheme).toBeUndefined();
    expect(contextOf(placeOf({ url: 'http://api.example' })).apiScheme).toBe('http');
  });
});

const INGRESS = `# The orders' API
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: orders
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
spec:
  rules:
    - host: api.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: orders, port: { number: 80 } } }
`;

describe('whycors policy', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-policy-'));
    file = join(folder, 'ingress.yaml');
    await writeFile(file, INGRESS);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const ask = ['policy', '--origin', 'https://app.example.com', '--method', 'PUT,PATCH'];

  it('lists the targets', async () => {
    for (const args of [['policy'], ['policy', '--for', 'list']]) {
      const { status, out } = await whycors(...args);
      expect(status).toBe(0);
      expect(out).toContain('  ingress-nginx  ');
    }
  });

  it('writes and checks a change', async () => {
    const { status, out, err } = await whycors(...ask, '--for', 'ingress-nginx');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('cors-allow-methods: PUT, PATCH');
    expect(out).toContain('✓ Checked: read back and simulated');
    expect(out).toContain('kubectl apply');
  });

  it('prints a diff that patch can apply', async () => {
    const { status, out } = await whycors(...ask, '--config', file);
    expect(status).toBe(0);
    await writeFile(join(folder, 'change.diff'), out);
    const patched = join(folder, 'patched.yaml');
    await writeFile(patched, INGRESS);
    const ended = await run('patch', [patched, join(folder, 'change.diff')]);
    expect(ended.status, ended.err).toBe(0);
    const after = await readFile(patched, 'utf8');
    expect(after).toContain('cors-allow-origin: https://app.example.com');
    expect(after).toContain("# The orders' API");
    const again = await whycors(...ask, '--config', patched);
    expect(again.out).toContain('Nothing is to be changed');
  });

  it('is JSON for programs', async () => {
    const { status, out } = await whycors(...ask, '--for', 'ingress-nginx', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      problems: [],
      result: { target: 'ingress-nginx', kind: 'change', check: { kind: 'proved' } },
    });
  });

  it('refuses a policy with errors, and says all problems', async () => {
    const args = ['policy', '--origin', '*', '--credentials', '--header', '*', '--max-age', '-1'];
    const { status, out, err } = await whycors(...args, '--for', 'ingress-nginx');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err.match(/^whycors: error: /gm)).toHaveLength(3);
    const json = await whycors(...args, '--for', 'ingress-nginx', '--json');
    expect(json.status).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({ result: null });
  });

  it('says why a target cannot say it', async () => {
    const { status, out, err } = await whycors(
      'policy',
      '--origin',
      'null',
      '--for',
      'ingress-nginx',
    );
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('cannot say this policy:');
  });

  it.each([
    [['--for', 'ingress-ngin'], 'Did you mean ingress-nginx?'],
    [['--for', 'ingress-nginx', '--origin', 'https://b.example/'], 'sends https://b.example.'],
    [['--for', 'ingress-nginx', '--url', 'nowhere'], '--url: "nowhere"'],
    [['--for', 'ingress-nginx', '--config', '/nowhere/x'], 'there is no such file'],
    [['--config', '/dev/null'], 'name it with --for'],
    [['--from', 'ingress-nginx', '--for', 'ingress-nginx', '--config', 'x'], '--origin: with'],
  ])('%j is wrong usage', async (args, message) => {
    const { status, out, err } = await whycors(...ask, ...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
  });

  it('carries a configuration over', async () => {
    const cors = `  annotations:
    nginx.ingress.kubernetes.io/enable-cors: "true"
    nginx.ingress.kubernetes.io/cors-allow-origin: https://app.example.com
    nginx.ingress.kubernetes.io/cors-allow-methods: PUT
`;
    const from = join(folder, 'from.yaml');
    await writeFile(from, INGRESS.replace('  annotations:\n', cors));
    const args = ['policy', '--from', 'ingress-nginx', '--config', from, '--for', 'ingress-nginx'];
    const { status, out } = await whycors(...args);
    expect(status).toBe(0);
    expect(out).toContain('api.example.com, /');
    expect(out).toContain('✓ Checked');
    const json = await whycors(...args, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ translations: [{ result: { kind: 'change' } }] });
  });

  it.each([['policy'], ['lint']])('%s --help fits into 80 columns', async (command) => {
    const { status, out } = await whycors(command, '--help');
    expect(status).toBe(0);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const docs = await readFile(new URL('../../docs/cli.md', import.meta.url), 'utf8');
    const options = [...out.matchAll(/^ {2}(--[\w-]+)/gm)].map((match) => match[1]!);
    expect(options.filter((option) => !docs.includes(option))).toEqual([]);
  });
});
