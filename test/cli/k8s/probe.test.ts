import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ingress } from '../../kubernetes/objects.js';
import { httpServer, stopServers } from '../../support/servers.js';
import { whycors } from '../command.js';

const cors = { 'enable-cors': 'true', 'cors-allow-origin': 'http://app.test' };

describe('k8s lint --probe', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-probe-'));
    file = join(folder, 'all.yaml');
    const objects = [
      { name: 'own', annotations: cors, paths: ['/own'], tls: false },
      { name: 'plain', annotations: cors, paths: ['/plain'], tls: false },
    ];
    await writeFile(file, objects.map(ingress).join('---\n'));
  });
  afterEach(stopServers);
  afterAll(() => rm(folder, { recursive: true }));

  it('finds the service that sends CORS headers of its own, by GET alone', async () => {
    const seen: string[] = [];
    // A proxy, by which the hosts of the objects are here.
    const { port } = await httpServer(({ method, url, headers }, response) => {
      seen.push(`${method} ${url} ${headers.origin}`);
      const own = url?.endsWith('/own') === true ? { 'Access-Control-Allow-Origin': '*' } : {};
      response.writeHead(200, own).end();
    });
    const proxy = `http://127.0.0.1:${port}`;
    const { out } = await whycors(
      'k8s',
      'lint',
      file,
      '--probe',
      '--proxy',
      proxy,
      '--format',
      'json',
    );
    const { findings } = JSON.parse(out) as {
      findings: readonly { rule: string; start: { line: number } }[];
    };
    expect(findings.map(({ rule, start }) => [rule, start.line])).toEqual([
      ['service-sends-cors-too', 6],
    ]);
    expect(seen).toEqual([
      'GET http://api.test/own https://whycors-probe.invalid',
      'GET http://api.test/plain https://whycors-probe.invalid',
    ]);
  });

  it('says what it did not reach', async () => {
    const { err } = await whycors('k8s', 'lint', file, '--probe', '--proxy', 'http://127.0.0.1:1');
    expect(err).toContain('Not reached: http://api.test/own, http://api.test/plain.');
  });
});
