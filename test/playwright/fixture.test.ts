import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/browsers/index.js';
import { explainByAsking } from '../../src/playwright/explain.js';
import { httpServer, stopServers } from '../support/servers.js';

const root = join(import.meta.dirname, '../..');

interface Result {
  readonly status: string;
  readonly stdout: readonly { readonly text?: string }[];
  readonly attachments: readonly { readonly name: string; readonly body?: string }[];
}

interface JsonReport {
  readonly suites: readonly {
    readonly specs: readonly {
      readonly title: string;
      readonly tests: readonly { readonly results: readonly Result[] }[];
    }[];
  }[];
}

let output: string;
const results = new Map<string, Result>();

const text = (title: string): string =>
  results
    .get(title)
    ?.stdout.map((part) => part.text)
    .join('') ?? '';

/** Runs the project beside this file with Playwright's own command and a real Chromium. */
beforeAll(async () => {
  output = mkdtempSync(join(tmpdir(), 'whycors-playwright-'));
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const config = join(import.meta.dirname, 'project/playwright.config.ts');
  const env = {
    ...process.env,
    CHROMIUM: findBrowser('chromium', process.env).program ?? '',
    OUTPUT_DIR: output,
  };
  // Tests fail in it: that is when there is something to explain.
  await new Promise((resolve) => {
    execFile(process.execPath, [cli, 'test', '--config', config], { env, cwd: root }, resolve);
  });
  const report = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as JsonReport;
  for (const { title, tests } of report.suites.flatMap(({ specs }) => specs))
    results.set(title, tests[0]!.results[0]!);
}, 120_000);

afterAll(async () => {
  rmSync(output, { recursive: true, force: true });
  await stopServers();
});

describe('whycors/playwright in Chromium', () => {
  it.each([
    ['a server without CORS', 'whycors explain no-cors-headers'],
    ['a header sent twice', 'whycors explain origin-header-duplicated-by-two-layers'],
    ['"*" with credentials', 'whycors explain wildcard-with-credentials'],
    ['a redirect', 'redirect 302 to'],
    ['a dead server, of a page that the test opened itself', 'ERR_CONNECTION_REFUSED'],
  ])('explains %s', (_, words) => {
    const title = 'explains what its pages were refused';
    expect(results.get(title)?.status).toBe('failed');
    expect(text(title)).toContain(words);
    const attached = results.get(title)?.attachments.find(({ name }) => name === 'whycors');
    expect(Buffer.from(attached?.body ?? '', 'base64').toString()).toContain(words);
    expect(text(title)).not.toContain('very-secret-token');
  });

  it('says nothing where there is nothing to explain', () => {
    const passing = 'says nothing where the test passes';
    expect([results.get(passing)?.status, text(passing)]).toEqual(['passed', '']);
    const allowed = 'says nothing about calls that are allowed, or of its own origin';
    // Its second call carries no Access-Control-Allow-Origin, and needs none.
    expect([results.get(allowed)?.status, text(allowed)]).toEqual(['failed', '']);
  });
});

describe('whycors/playwright in other browsers', () => {
  it('asks the server again, with nothing that has side effects', async () => {
    const methods: string[] = [];
    const { port } = await httpServer(({ method }, response) => {
      methods.push(method ?? '');
      response.setHeader('Access-Control-Allow-Methods', 'PUT');
      if (method === 'OPTIONS')
        response.setHeader('Access-Control-Allow-Origin', 'http://shop.test');
      response.end();
    });
    const failure = {
      engine: 'firefox',
      url: `http://127.0.0.1:${port}/orders`,
      method: 'PUT',
      headers: [['Origin', 'http://shop.test']],
      documentUrl: 'http://shop.test/',
      error: 'NS_ERROR_DOM_BAD_URI',
    } as const;
    const explained = await explainByAsking(failure);
    expect(explained).toContain('NS_ERROR_DOM_BAD_URI');
    expect(explained).toContain('whycors explain response-lacks-allow-origin');
    expect(methods).toEqual(['OPTIONS', 'GET']);
    const own = { ...failure, headers: [], documentUrl: `http://127.0.0.1:${port}/` };
    expect(await explainByAsking(own)).toBeNull();
  });
});
