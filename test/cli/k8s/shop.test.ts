import { execFile } from 'node:child_process';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GUILTY, writeShop } from '../../kubernetes/shop.js';
import { whycors } from '../command.js';

const CALL = [
  '--url',
  'https://api.shop.example/v1/orders/7',
  '--origin',
  'https://app.shop.example',
  '-X',
  'PUT',
  '-H',
  'Content-Type: application/json',
  '--credentials',
  'include',
];

let shop: string;

beforeAll(async () => {
  shop = await writeShop();
});
afterAll(() => rm(shop, { recursive: true }));

const file = (): string => join(shop, 'team-1', GUILTY, 'ingress.yaml');

describe('a repository of 60 manifests', () => {
  it('has 60', async () => {
    const all = await readdir(shop, { recursive: true });
    expect(all.filter((name) => /\.ya?ml$/.test(name))).toHaveLength(60);
  });

  it('shows the guilty object to one command', async () => {
    const { status, out, err } = await whycors('k8s', shop, ...CALL);
    expect([status, err]).toEqual([1, '']);
    expect(out).toContain('BLOCKED');
    expect(out).toContain(`Where it is wrong: ${file()}:12:52`);
    expect(out).toContain('"https://app.shop.example/"');
    expect(out).toContain('^^^^');
    expect(out).toContain(`whycors k8s fix ${shop} --url https://api.shop.example/v1/orders/7`);
  });

  it('has one error for lint, and as SARIF', async () => {
    const { status, out } = await whycors('k8s', 'lint', shop, '--format', 'json');
    const { findings } = JSON.parse(out) as {
      findings: readonly { rule: string; severity: string; file: string }[];
    };
    expect(status).toBe(1);
    expect(
      findings
        .filter(({ severity }) => severity === 'error')
        .map(({ rule, file: at }) => [rule, at]),
    ).toEqual([['allow-origin-not-valid', file()]]);
    const sarif = await whycors('k8s', 'lint', shop, '--format', 'sarif');
    expect((JSON.parse(sarif.out) as { version: string }).version).toBe('2.1.0');
  });

  it('is migrated with warnings where something else was meant, the guilty one among them', async () => {
    const { status, out } = await whycors('k8s', 'migrate', shop, '--to', 'gateway-api', '--json');
    const { objects } = JSON.parse(out) as {
      objects: readonly { name: string; warnings: readonly string[] }[];
    };
    expect(status).toBe(0);
    expect(objects.filter(({ warnings }) => warnings.length > 0).map(({ name }) => name)).toEqual([
      'shop/orders',
    ]);
  });

  it('is fixed by exactly the diff that is printed', async () => {
    const before = await readFile(file(), 'utf8');
    const { status, out } = await whycors('k8s', 'fix', shop, ...CALL);
    expect(status).toBe(0);
    const diff = /^--- [\s\S]*?(?=\n\nThen:)/m.exec(out)?.[0] ?? '';
    expect(diff.split('\n').filter((line) => /^[+-] /.test(line))).toHaveLength(3);
    const patch = join(shop, 'fix.patch');
    await writeFile(patch, `${diff}\n`);
    await promisify(execFile)('patch', ['-p0', file(), patch]);
    const after = await readFile(file(), 'utf8');
    expect(after).toContain('# Owned by team 1');
    expect(after).not.toBe(before);
    expect((await whycors('k8s', shop, ...CALL)).status).toBe(0);
  });

  it('is migrated to the Gateway API with a green proof after that', async () => {
    const to = join(shop, 'httproutes.yaml');
    const { status, out } = await whycors(
      'k8s',
      'migrate',
      shop,
      '--to',
      'gateway-api',
      '--out',
      to,
    );
    expect(status).toBe(0);
    expect(out).toMatch(/✓ \d+ requests were run through both/);
    expect(out).not.toMatch(/✗/);
    const text = await readFile(to, 'utf8');
    expect(text.match(/^kind: HTTPRoute$/gm)).toHaveLength(20);
    expect(text).not.toContain('"*"');
  });

  it.each([
    'nginx-gateway-fabric',
    'envoy-gateway',
    'traefik',
    'istio',
    'contour',
    'kong',
    'haproxy-ingress',
  ])('is migrated to %s, and what cannot be carried over is said', async (to) => {
    const { status, out } = await whycors('k8s', 'migrate', shop, '--to', to, '--json');
    const { objects } = JSON.parse(out) as {
      objects: readonly {
        name: string;
        notCarried: readonly string[];
        paths: readonly { asked: number; changed: readonly object[] }[];
      }[];
    };
    expect(objects).toHaveLength(20);
    // Of Contour's hosts each has one policy, and some of these objects have a second origin.
    if (to === 'contour') {
      expect(status).toBe(1);
      expect(objects[0]?.notCarried[0]).toContain('have different CORS settings');
      return;
    }
    expect(objects.filter(({ notCarried }) => notCarried.length > 0)).toEqual([]);
    expect(objects.flatMap(({ paths }) => paths.flatMap(({ changed }) => changed))).toEqual([]);
    expect(objects.every(({ paths }) => paths.every(({ asked }) => asked > 50))).toBe(true);
    expect(status).toBe(0);
  });

  it('is refused for a destination that is not known, with the nearest', async () => {
    const { status, err } = await whycors('k8s', 'migrate', shop, '--to', 'traefic');
    expect([status, err]).toEqual([2, expect.stringContaining('Did you mean traefik?')]);
  });
});
