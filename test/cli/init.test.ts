import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readOpenApi } from '../../src/inputs/openapi/read.js';
import { schema } from '../simulate/support/schemas.js';
import { whycors } from './command.js';

const OPENAPI = `openapi: 3.1.0
info: { title: shop, version: '1' }
servers:
  - url: https://{region}.api.example.com/v1
    variables: { region: { default: eu } }
security: [{ token: [] }]
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    session: { type: apiKey, in: cookie, name: sid }
  parameters:
    trace: { in: header, name: X-Trace }
paths:
  /orders/{id}:
    parameters: [{ $ref: '#/components/parameters/trace' }]
    put:
      operationId: changeOrder
      requestBody: { content: { application/json: {} } }
    get:
      security: [{ session: [] }]
`;

describe('whycors init', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-init-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function init(
    text: string,
    ...args: readonly string[]
  ): Promise<{ status: number | null; out: string; err: string }> {
    const file = join(folder, 'input');
    await writeFile(file, text);
    return whycors('init', file, ...args);
  }

  it('writes a contract from an OpenAPI document', async () => {
    const { status, out } = await init(OPENAPI, '--origin', 'https://app.example.com');
    expect(status).toBe(0);
    const contract = parse(out) as { checks: unknown };
    expect(schema('contract')(contract)).toEqual([]);
    expect(contract.checks).toEqual([
      {
        name: 'changeOrder',
        url: 'https://eu.api.example.com/v1/orders/1',
        origins: ['https://app.example.com'],
        methods: ['PUT'],
        headers: ['authorization', 'content-type', 'x-trace'],
      },
      {
        name: 'GET https://eu.api.example.com/v1/orders/1',
        url: 'https://eu.api.example.com/v1/orders/1',
        origins: ['https://app.example.com'],
        methods: ['GET'],
        headers: ['x-trace'],
        credentials: 'include',
      },
    ]);
  });

  it('writes a contract from a HAR file', async () => {
    const entry = {
      request: {
        method: 'PUT',
        url: 'https://api.example.com/orders?a=1',
        headers: [
          { name: 'Origin', value: 'https://app.example.com' },
          { name: 'Content-Type', value: 'application/json' },
        ],
      },
      response: { status: 200, headers: [] },
    };
    const { status, out } = await init(JSON.stringify({ log: { entries: [entry, entry] } }));
    expect(status).toBe(0);
    expect((parse(out) as { checks: unknown }).checks).toEqual([
      {
        url: 'https://api.example.com/orders',
        origins: ['https://app.example.com'],
        methods: ['PUT'],
        headers: ['content-type'],
      },
    ]);
  });

  it('writes a contract from a policy, which the server that it is emitted for fulfils', async () => {
    const { status, out } = await whycors(
      'init',
      '--origin',
      'https://app.example.com',
      '--method',
      'PUT',
      '--header',
      'content-type',
      '--max-age',
      '600',
      '--expose',
      'etag',
      '--server',
      'https://api.example.com/v1',
    );
    expect(status).toBe(0);
    expect(schema('contract')(parse(out))).toEqual([]);
    const { checks } = parse(out) as { checks: { expect?: string; maxAge?: number }[] };
    expect(checks.filter(({ expect: wanted }) => wanted === 'deny').length).toBeGreaterThan(5);
    expect(checks[0]).toMatchObject({ maxAge: 600, exposed: ['etag'] });
    expect(out).not.toContain('&a1');
  });

  it('writes a contract from a configuration, which it fulfils itself', async () => {
    const config = join(folder, 'nginx.conf');
    await writeFile(
      config,
      'server {\n  server_name api.example.com;\n  location / {\n    add_header Access-Control-Allow-Origin "https://app.example.com" always;\n    proxy_pass http://127.0.0.1:1;\n  }\n}\n',
    );
    const { status, out } = await whycors('init', config);
    expect(status).toBe(0);
    const file = join(folder, 'whycors.yaml');
    await writeFile(file, out);
    const checked = await whycors('check', file, '--simulate', config);
    expect([checked.status, checked.err]).toEqual([0, '']);
    expect(checked.out).toContain('18 as expected');
  });

  it('says that Swagger 2.0 is not read, and what refers to other files', async () => {
    const old = await init('swagger: "2.0"\npaths: {}\n');
    expect([old.status, old.err]).toEqual([2, expect.stringContaining('Swagger 2.0')]);
    const { status, err } = await init(
      `${OPENAPI}    post: { requestBody: { $ref: 'other.yaml#/x' } }\n`,
      '--origin',
      'https://app.example.com',
    );
    expect([status, err]).toEqual([0, expect.stringContaining('other.yaml#/x')]);
  });

  it.each([
    [OPENAPI, [], /--origin: an OpenAPI document does not say/],
    [
      OPENAPI.replace(/servers:[\s\S]*?eu \} \}\n/, ''),
      ['--origin', 'https://a.example'],
      /--server: the document names no server/,
    ],
    ['a: 1', [], /no OpenAPI 3 document, no HAR file/],
    ['openapi: 3.0.0\npaths: [', ['--origin', 'https://a.example'], /offset/],
    ['openapi: 3.0.0\npaths: &a { x: *a }', ['--origin', 'https://a.example'], /./],
  ])('%j is one sentence and exit code 2', async (text, args, message) => {
    const { status, err } = await init(text, ...args);
    expect([status, err.trim().split('\n').length]).toEqual([2, 1]);
    expect(err).toMatch(message);
  });

  it('reads anything', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, text) => {
        readOpenApi(text);
        readOpenApi(
          `{"openapi": "3.0.0", "paths": {"/": {"get": ${json}}}, "components": ${json}}`,
        );
      }),
      { numRuns: 200 },
    );
  });
});
