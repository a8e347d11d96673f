import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpServer, stopServers } from '../support/servers.js';
import { feed, whycors } from './command.js';

const exported = (name: string): string =>
  readFileSync(new URL(`../inputs/exports/${name}`, import.meta.url), 'utf8');

const OPENAPI = (url: string): string => `openapi: 3.1.0
servers: [{ url: '${url}' }]
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    session: { type: apiKey, in: cookie, name: sid }
paths:
  /orders/{id}:
    parameters: [{ in: path, name: id, schema: { example: a-7 } }]
    get:
      security: [{ token: [] }, { session: [] }, {}]
      parameters: [{ in: query, name: q, required: true, schema: { enum: [x] } }]
`;

describe('one entry', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-inputs-'));
  });
  afterEach(stopServers);
  afterAll(() => rm(folder, { recursive: true }));

  it.each(['chromium', 'firefox', 'webkit'])(
    'takes a HAR file that %s wrote, from standard input and by its name',
    async (engine) => {
      const har = exported(`${engine}.har`);
      const file = join(folder, `${engine}.har`);
      await writeFile(file, har);
      for (const { status, err, out } of [await feed(har), await whycors(file)]) {
        expect(status).toBe(1);
        expect(err).toContain('read as a HAR file');
        expect(out).toMatch(/36 allowed\n.* 3 refused\n.* 1 that the file cannot tell/);
      }
    },
  );

  it('takes a HAR file in UTF-16, as PowerShell saves it', async () => {
    const { status, out } = await feed(
      Buffer.from(`\ufeff${exported('webkit.har')}`, 'utf16le'),
      'har',
      '-',
    );
    expect(status).toBe(1);
    expect(out).toContain('36 allowed');
  });

  it('takes what curl -v prints, with the request in it', async () => {
    const { status, out } = await feed(
      '* SSL connection using TLSv1.3\n> PUT /orders HTTP/2\n> Host: api.example.com\n> Origin: https://app.example.com\n> Content-Type: application/json\n>\n< HTTP/2 204\n< access-control-allow-origin: *\n<\n',
    );
    expect(status).toBe(1);
    expect(out).toContain('PUT https://api.example.com/orders');
    expect(out).toContain('nothing was sent');
  });

  it('takes response headers, and says what stands for the URL', async () => {
    const { status, out } = await feed('HTTP/2 200\naccess-control-allow-origin: *\n');
    expect(status).toBe(0);
    expect(out).toContain('https://api.example.com/ stands for');
  });

  it('takes an OpenAPI document, and check does, each way of authorization by itself', async () => {
    const seen: string[] = [];
    const { port } = await httpServer(({ method, url, headers }, response) => {
      seen.push(`${method} ${url} ${headers.authorization ?? ''}`);
      response.writeHead(200, {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Headers': 'authorization',
      });
      response.end();
    });
    const text = OPENAPI(`http://127.0.0.1:${port}`);
    const pasted = await feed(text, '--origin', 'http://app.example.com');
    expect(pasted.err).toContain('read as an OpenAPI document');
    expect(pasted.status).toBe(1);
    expect(pasted.out).toContain('1 as expected, 1 not');
    expect(seen).toContain('GET /orders/a-7?q=x Bearer whycors');
    const file = join(folder, 'api.yaml');
    await writeFile(file, text);
    const { out } = await whycors(
      'check',
      file,
      '--origin',
      'http://app.example.com',
      '--report',
      'json',
    );
    const { results } = JSON.parse(out) as {
      results: { line: number; passed: boolean; rule: string | null }[];
    };
    expect(results.map(({ line, passed, rule }) => [line, passed, rule])).toEqual([
      [10, true, null],
      [10, false, 'wildcard-with-credentials'],
    ]);
  });

  it('tells what it waits for, and shows help where nothing comes', async () => {
    const { status, out } = await feed('');
    expect([status, out.startsWith('Usage: whycors')]).toEqual([2, true]);
  });
});
