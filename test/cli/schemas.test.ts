import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingress } from '../kubernetes/objects.js';
import { schema } from '../simulate/support/schemas.js';
import { whycors } from './command.js';

const CORS = { 'enable-cors': 'true', 'cors-allow-origin': 'https://a.example/' };
const CALL = [
  '--url',
  'https://api.test/x',
  '--origin',
  'https://a.example',
  '--credentials',
  'include',
];
const CONSOLE =
  "Access to fetch at 'https://api.test/x' from origin 'https://a.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
const POLICY = ['policy', '--origin', 'https://a.example', '--method', 'PUT', '--json'];

describe('JSON output fits its schema', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-schemas-'));
    await writeFile(join(folder, 'ingress.yaml'), ingress({ name: 'a', annotations: CORS }));
    const entry = {
      request: {
        method: 'GET',
        url: 'https://api.test/x',
        headers: [{ name: 'Origin', value: 'https://a.example' }],
      },
      response: { status: 200, headers: [] },
    };
    await writeFile(join(folder, 'a.har'), JSON.stringify({ log: { entries: [entry] } }));
    await writeFile(
      join(folder, 'whycors.yaml'),
      'version: 1\nchecks:\n  - url: http://127.0.0.1:9/x\n    origins: ["null"]\n',
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['kubernetes', ['k8s', 'ingress.yaml', ...CALL, '--json']],
    ['kubernetes', ['k8s', 'ingress.yaml', '--url', 'https://other.test/', '--json']],
    ['kubernetes', ['k8s', 'fix', 'ingress.yaml', ...CALL, '--json']],
    ['kubernetes', ['k8s', 'fix', 'ingress.yaml', '--url', 'https://other.test/', '--json']],
    ['kubernetes', ['k8s', 'migrate', 'ingress.yaml', '--to', 'traefik', '--json']],
    ['lint', ['k8s', 'lint', 'ingress.yaml', '--format', 'json']],
    ['lint', ['lint', 'ingress.yaml', '--format', 'json']],
    ['har', ['har', 'a.har', '--json']],
    ['check', ['check', 'whycors.yaml', '--report', 'json', '--retries', '0']],
    ['messages', ['messages', '--json']],
    ['messages', ['messages', 'webkit', '--json']],
    ['targets', ['policy', '--for', 'list', '--json']],
    ['diagnosis', ['http://127.0.0.1:1/', '--json', '--fix', 'nginx']],
    ['console', [CONSOLE, '--offline', '--json']],
    ['policy', [...POLICY, '--for', 'nginx']],
    ['policy', [...POLICY, '--for', 'express']],
    ['policy', [...POLICY, '--for', 's3']],
    ['policy', ['policy', '--origin', '*', '--credentials', '--for', 'nginx', '--json']],
    [
      'policy',
      ['policy', '--from', 'ingress-nginx', '--config', 'ingress.yaml', '--for', 'nginx', '--json'],
    ],
  ] as const)('%s: %j', async (name, args) => {
    const files = args.map((each) =>
      /^(?:ingress\.yaml|a\.har|whycors\.yaml)$/.test(each) ? join(folder, each) : each,
    );
    const { out, err } = await whycors(...files);
    expect(out, err).not.toBe('');
    expect(schema(name)(JSON.parse(out))).toEqual([]);
    expect(schema(name)({ version: 1 })).not.toEqual([]);
  });
});
