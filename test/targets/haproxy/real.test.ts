import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askServer } from '../../../lab/servers/ask.js';
import { startBackend } from '../../../lab/servers/backend.js';
import { freePorts } from '../../../lab/servers/ports.js';
import { printed, startProcess } from '../../../lab/servers/process.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { networkResponse, plainUpstream, TARGETS } from '../../../src/targets/index.js';
import { missingPackages } from '../../setup/packages.js';
import { REFUSED, WRONG } from './wrong.js';

const target = TARGETS.haproxy;
if (target.kind !== 'file') throw new Error('HAProxy is configured by a file');
const { read } = target;

const ORIGINS = ['https://app.example.com', 'https://evil.test', 'http://x.example.com', null];
const PATHS = ['/', '/v1/orders', '/denied'];

function requests(): readonly NetworkRequest[] {
  return ORIGINS.flatMap((origin) =>
    PATHS.flatMap((path) =>
      (['GET', 'OPTIONS'] as const).map((method): NetworkRequest => {
        const headers = [
          ...(origin === null ? [] : [['origin', origin] as const]),
          ...(method === 'OPTIONS' ? [['access-control-request-method', 'PUT'] as const] : []),
        ];
        const url = `http://api.example.com${path}`;
        return {
          kind: 'request',
          url,
          method,
          headers,
          body: null,
          credentials: false,
          redirectCount: 0,
        };
      }),
    ),
  );
}

/** Status and the headers that CORS is about, by name. */
function comparable({ status, headers }: ReturnType<typeof networkResponse>): string {
  const about = headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .filter((line) => /^(?:access-control-|vary|location|allow|www-authenticate)/.test(line))
    .toSorted();
  return [status, ...about].join('\n');
}

describe.skipIf(missingPackages(['haproxy']).length > 0)('a real HAProxy', () => {
  let folder: string;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  const agent = new Agent({ keepAlive: false });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-haproxy-'));
    backend = await startBackend();
  });
  afterAll(async () => {
    agent.destroy();
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (lines: string, port: number): Promise<[string, string]> => {
    const filled = lines
      .replaceAll('PORT', `127.0.0.1:${port}`)
      .replaceAll('API', `127.0.0.1:${backend.port}`);
    const text = filled.startsWith('defaults')
      ? filled
      : `defaults\n  mode http\n  timeout connect 1s\n  timeout client 5s\n  timeout server 5s\n${filled}`;
    const file = join(folder, `${port}.cfg`);
    await writeFile(file, text);
    return [file, text];
  };

  it.each(WRONG)('answers as simulated: $name', async ({ lines, rules }) => {
    const [port = 0] = await freePorts(1);
    const [file, text] = await write(lines, port);
    const { value, problems } = read({ file, text });
    if (value === null) throw new Error('nothing was read');
    expect(problems.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
    const server = await startProcess('/usr/sbin/haproxy', ['-db', '-f', file], {
      ports: [port],
      cwd: folder,
    });
    try {
      for (const request of requests()) {
        const real = comparable(await askServer(request, port, agent));
        const said = comparable(networkResponse(value.simulate(request, plainUpstream)));
        expect(said, `${request.method} ${request.url} ${JSON.stringify(request.headers)}`).toBe(
          real,
        );
      }
    } finally {
      await server.stop();
    }
  });

  it.each(REFUSED)('does not start, and reading says why: $name', async ({ lines, rules }) => {
    const [port = 0] = await freePorts(1);
    const [file, text] = await write(lines, port);
    expect(await printed('/usr/sbin/haproxy', '-c', '-f', file)).toMatch(/ALERT/);
    const { problems } = read({ file, text });
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
  });
});
