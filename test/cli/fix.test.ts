import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpServer, stopServers } from '../support/servers.js';
import { whycors } from './command.js';

const PAGE = 'https://app.example.com';
let folder: string;
let api: string;

const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: orders
  annotations:
    # who may call: ask team-shop
    nginx.ingress.kubernetes.io/enable-cors: "true"
    nginx.ingress.kubernetes.io/cors-allow-origin: "https://admin.example.com"
spec:
  ingressClassName: nginx
  rules:
    - http:
        paths:
          - path: /orders
            pathType: Prefix
            backend: { service: { name: orders, port: { number: 80 } } }
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whycors-fix-'));
  const { port } = await httpServer((request, response) => {
    if (request.url === '/good') response.setHeader('Access-Control-Allow-Origin', '*');
    response.writeHead(request.method === 'OPTIONS' ? 405 : 200).end();
  });
  api = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await stopServers();
  rmSync(folder, { recursive: true });
});

function config(text: string): string {
  const file = join(mkdtempSync(join(folder, 'c-')), 'ingress.yaml');
  writeFileSync(file, text);
  return file;
}

const CALL = ['-X', 'PUT', '--origin', PAGE, '--no-experiments', '--fix'];

describe('--fix', () => {
  it('names the line, shows the diff, keeps other callers, and says that it was checked', async () => {
    const file = config(INGRESS);
    const { status, out } = await whycors(`${api}/orders/7`, ...CALL, '--config', file);
    expect(status).toBe(1);
    expect(out).toContain(
      `+    nginx.ingress.kubernetes.io/cors-allow-origin: "https://admin.example.com, ${PAGE}"`,
    );
    expect(out).toContain('Fix for Ingress NGINX');
    expect(out).toMatch(/Checked: read back and simulated/);
    expect(out).toMatch(/ingress\.yaml:\d+:\d+/);
    expect(readFileSync(file, 'utf8')).toBe(INGRESS);
  });

  it('says what the check does not cover', async () => {
    const file = join(mkdtempSync(join(folder, 'c-')), 'nginx.conf');
    writeFileSync(
      file,
      `server {
  listen 80;
  include snippets/cors.conf;
  location / { auth_request /auth; proxy_pass http://127.0.0.1:3000; }
}
`,
    );
    const { out } = await whycors(`${api}/orders/7`, ...CALL, 'nginx', '--config', file);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain('Checked, except for what follows: read back and simulated');
    expect(text).toMatch(/Line \d+ after the change: snippets\/cors\.conf is not read/);
    expect(text).toMatch(/Line \d+ after the change: Whom auth_request lets in is not known/);
    const json = await whycors(`${api}/orders/7`, ...CALL, 'nginx', '--config', file, '--json');
    const { fix } = JSON.parse(json.out) as { fix: { uncovered: { line: number }[] } };
    expect(fix.uncovered).toHaveLength(2);
  });

  it('has a JSON form that fits the schema', async () => {
    const { out } = await whycors(`${api}/orders`, ...CALL, 'ingress-nginx', '--json');
    const schema = new URL('../../schema/diagnosis.schema.json', import.meta.url);
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(readFileSync(schema, 'utf8')) as object,
    );
    const report = JSON.parse(out) as { fix: { check: string; policy: { methods: string[] } } };
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect([report.fix.check, report.fix.policy.methods]).toEqual(['allowed', ['PUT']]);
  });

  it('writes the change with --write, and keeps the old file beside it', async () => {
    const file = config(INGRESS);
    const call = [`${api}/orders`, ...CALL, '--config', file, '--write'];
    const { err } = await whycors(...call);
    expect(err).toContain('was changed');
    const after = readFileSync(file, 'utf8');
    expect(after).toContain(PAGE);
    expect(after).toContain('# who may call: ask team-shop');
    expect(readFileSync(`${file}.before-whycors`, 'utf8')).toBe(INGRESS);
    // What is there already is not written again.
    const { out } = await whycors(...call);
    expect(out).toContain('says this already');
    expect(readdirSync(join(file, '..')).toSorted()).toEqual([
      'ingress.yaml',
      'ingress.yaml.before-whycors',
    ]);
  });

  it('says that there is nothing to change', async () => {
    const { status, out } = await whycors(`${api}/good`, '--fix', 'ingress-nginx');
    expect(status).toBe(0);
    expect(out).toContain('there is nothing to change');
  });

  it('says when no configuration helps', async () => {
    const { out } = await whycors('http://127.0.0.1:1/', ...CALL, 'ingress-nginx');
    expect(out).toContain('No CORS configuration of a server would let this call through');
  });

  it('takes an address after it for the address', async () => {
    const { out } = await whycors('--origin', PAGE, '--no-experiments', '--fix', `${api}/orders`);
    expect(out).toContain('The answers do not tell which server this is');
  });

  it.each([
    [['--fix', 'ingres-nginx'], '--fix: "ingres-nginx" is no target. Did you mean ingress-nginx?'],
    [['--config', 'x.yaml'], '--config: is about the change that --fix makes'],
    [['--write'], '--write: is about the change that --fix makes'],
    [
      ['--fix', 'ingress-nginx', '--write'],
      '--write: says to change a file: name it with --config',
    ],
    [['--fix', 'ingress-nginx', '--config', '/nowhere/x'], '/nowhere/x: there is no such file'],
  ])('%j is wrong usage', async (options, message) => {
    const { status, err } = await whycors(`${api}/orders`, ...options);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  it('does not take any file for a configuration', async () => {
    const { status, err } = await whycors(
      `${api}/orders`,
      ...CALL,
      '--config',
      config('hello: world\n'),
    );
    expect(status).toBe(2);
    expect(err).toContain('is not clearly of one server that whycors reads');
  });
});
