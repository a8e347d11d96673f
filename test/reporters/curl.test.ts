import type { IncomingMessage } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { shellQuote } from '../../src/reporters/curl/index.js';
import { run, whycors } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { httpServer, stopServers } from '../support/servers.js';

afterEach(stopServers);

/** What a server saw of one request: all that the page and the protocol decide. */
interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** What the tool sends of its own, not the page. */
const OF_THE_TOOL = new Set([
  'host',
  'user-agent',
  'connection',
  'accept-encoding',
  'accept-language',
  'content-length',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'sec-fetch-site',
]);

function seenOf({ method, url, headers }: IncomingMessage, body: string): Seen {
  const told = Object.entries(headers).filter(
    ([name, value]) => !OF_THE_TOOL.has(name) && !(name === 'accept' && value === '*/*'),
  );
  return { method, url, headers: Object.fromEntries(told), body };
}

/** A server that allows what it is asked, and remembers it. */
async function recorder(): Promise<{ base: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const { port } = await httpServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      seen.push(seenOf(request, body));
      const { headers } = request;
      response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
      response.setHeader('Access-Control-Allow-Credentials', 'true');
      response.setHeader(
        'Access-Control-Allow-Methods',
        headers['access-control-request-method'] ?? '',
      );
      response.setHeader(
        'Access-Control-Allow-Headers',
        headers['access-control-request-headers'] ?? '',
      );
      response.end();
    });
  });
  return { base: `http://127.0.0.1:${port}`, seen };
}

/** What is typed, and what makes it hard to repeat. */
const CALLS: readonly (readonly [what: string, path: string, args: readonly string[]])[] = [
  ['a plain GET', '/orders', []],
  ['a HEAD', '/orders', ['-X', 'HEAD']],
  ['a PUT without a body', '/orders', ['-X', 'PUT']],
  ['a body of text', '/orders', ['-d', 'just text']],
  [
    'quotes, dollars and backticks in a body',
    '/orders',
    ['-d', `{"a":"it's $HOME \`id\` \\n"}`, '-H', 'Content-Type: application/json'],
  ],
  ['a body that begins as a file name does', '/orders', ['-d', '@/etc/hostname']],
  ['quotes in a header', '/orders', ['-H', `X-Note: it's "fine" $(id)`]],
  ['a header without a value', '/orders', ['-H', 'X-Empty;']],
  ['an Accept of its own', '/orders', ['-H', 'Accept: application/json']],
  ['brackets in the query', '/orders?filter[state]=open&ids={1,2}', []],
  ['a query with & and quotes', "/orders?a=1&b='2'&c=$HOME", []],
  [
    'Authorization and a cookie',
    '/orders',
    ['-u', 'me:pa ss', '-b', 'id=1', '--credentials', 'include'],
  ],
];

async function commandsOf(base: string, path: string, args: readonly string[]): Promise<string[]> {
  const more = ['--send', '--show-secrets', '--no-experiments', '--engine', 'chromium', '--json'];
  const { out } = await whycors(base + path, ...args, ...more);
  return (JSON.parse(out) as { curl: string[] }).curl;
}

describe.skipIf(missingPackages(['curl']).length > 0)('the curl commands, run', () => {
  it.each(CALLS)('make the same requests: %s', async (_, path, args) => {
    const { base, seen } = await recorder();
    const commands = await commandsOf(base, path, args);
    const asked = seen.splice(0);
    expect(asked.length).toBeGreaterThan(0);
    expect(commands).toHaveLength(asked.length);
    for (const command of commands) {
      const { status, err } = await run('sh', ['-c', `${command} -s -S --max-time 10`]);
      expect({ status, err }).toEqual({ status: 0, err: '' });
    }
    expect(seen).toEqual(asked);
  });
});

describe('shellQuote', () => {
  let folder: string;
  let environment: NodeJS.ProcessEnv;

  /** A curl that says what it was given. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-curl-'));
    const script = `#!/bin/sh\nfor word in "$@"; do printf '%s\\0' "$word"; done\n`;
    await writeFile(join(folder, 'curl'), script, { mode: 0o755 });
    environment = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('gives a POSIX shell the word that was meant, whatever it is', async () => {
    // A NUL can be in no argument of a program.
    const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    const shell = fc.string({ unit: fc.constantFrom(...'\'"\\$`!*?[]{}~#&|;<>() \n=a•') });
    const words = fc.array(fc.oneof(word, shell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(words, async (given) => {
        const { out } = await run(
          'sh',
          ['-c', `curl ${given.map(shellQuote).join(' ')}`],
          environment,
        );
        expect(out.split('\0').slice(0, -1)).toEqual(given);
      }),
      { numRuns: 40 },
    );
  });
});
