import { Ajv2020 } from 'ajv/dist/2020.js';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpServer, stopServers } from '../../support/servers.js';
import { whycors, type Ended } from '../command.js';

const COMMAND = fileURLToPath(new URL('../../../dist/bin/whycors.js', import.meta.url));
const PAGE = 'http://localhost:3000';

let api: string;
const seen: IncomingMessage[] = [];

beforeAll(async () => {
  const { port } = await httpServer((request, response) => {
    seen.push(request);
    response.setHeader('Access-Control-Allow-Origin', PAGE);
    response.setHeader('Access-Control-Allow-Methods', 'GET');
    response.setHeader('Access-Control-Allow-Headers', 'x-known');
    response.writeHead(request.method === 'OPTIONS' ? 204 : 200).end();
  });
  api = `http://127.0.0.1:${port}/orders`;
});
beforeEach(() => void seen.splice(0));
afterAll(stopServers);

const chromium = (reason: string, kind = 'fetch'): string =>
  `Access to ${kind} at '${api}' from origin '${PAGE}' has been blocked by CORS policy: ${reason}`;
const NOT_PUT = 'Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.';
const MISSING = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";

/** Runs the command with something on its standard input. */
function piped(input: string, ...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => void (out += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => void (err += String(chunk)));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, out, err }));
  });
}

/** Lines of more than 80 columns that could have been broken. */
function tooLong(out: string): string[] {
  return out.split('\n').filter((line) => line.length > 80 && /\S\s/.test(line));
}

interface Diagnosis {
  readonly notes: string[];
  readonly verdict: string;
  readonly origin: string;
  readonly request: Record<string, unknown>;
  readonly engines: { engine: string }[];
}

async function live(text: string, ...args: readonly string[]): Promise<Diagnosis> {
  const { out } = await whycors(text, '--json', ...args);
  return JSON.parse(out) as Diagnosis;
}

describe('a pasted line, live', () => {
  it('is recognised, and the server asked as the page asked it', async () => {
    const { status, out, err } = await whycors(chromium(NOT_PUT));
    expect({ status, err }).toEqual({ status: 1, err: '' });
    expect(out).toContain(`Chromium refused PUT ${api} at the preflight; asking the server now.`);
    expect(out).toContain('whycors explain method-not-allowed');
    expect(out).toContain('The server still answers as the line says.');
    expect(seen[0]).toMatchObject({
      method: 'OPTIONS',
      headers: { origin: PAGE, 'access-control-request-method': 'PUT' },
    });
  });

  it('gives engine, origin, initiator and header', async () => {
    const reason =
      'Request header field x-shop is not allowed by Access-Control-Allow-Headers in preflight response.';
    const { request, engines, origin, verdict } = await live(chromium(reason, 'XMLHttpRequest'));
    expect(request).toMatchObject({ initiator: 'xhr', headers: [['x-shop', 'whycors']] });
    expect(engines.map(({ engine }) => engine)).toEqual(['chromium']);
    expect({ origin, verdict }).toEqual({ origin: PAGE, verdict: 'blocked' });
  });

  it('a safelisted name is given a value that needs a preflight', async () => {
    const reason =
      'Request header field content-type is not allowed by Access-Control-Allow-Headers in preflight response.';
    await live(chromium(reason));
    expect(seen[0]).toMatchObject({
      method: 'OPTIONS',
      headers: { 'access-control-request-headers': 'content-type' },
    });
  });

  it('gives credentials, also from Firefox', async () => {
    const text = `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${api}. (Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).`;
    const { request, engines, verdict } = await live(text, '--origin', PAGE);
    expect(request['credentials']).toBe('include');
    expect(engines.map(({ engine }) => engine)).toEqual(['firefox']);
    expect(verdict).toBe('blocked');
  });

  it('what the command line says wins', async () => {
    const args = ['--engine', 'webkit', '-X', 'DELETE', '--origin', 'http://localhost:4000'];
    const { request, engines, origin } = await live(chromium(NOT_PUT), ...args);
    expect(request['method']).toBe('DELETE');
    expect(engines.map(({ engine }) => engine)).toEqual(['webkit']);
    expect(origin).toBe('http://localhost:4000');
  });

  it('asks the URL before the redirect', async () => {
    const text = chromium(MISSING).replace("' from", `' (redirected from '${api}?first') from`);
    await live(text);
    expect(seen.map(({ url }) => url)).toEqual(['/orders?first']);
  });

  it('says when the browser would allow it now', async () => {
    const { status, out } = await whycors(chromium(MISSING));
    expect(status).toBe(0);
    expect(out).toContain('it would allow the call as it was made now');
  });

  it('says when it is another refusal now', async () => {
    const { notes } = await live(chromium(`${MISSING}`), '-X', 'PUT');
    expect(notes.join('\n')).toContain(
      'The line tells of allow-origin-missing; now it is method-not-allowed',
    );
  });

  it('says what made it assume a preflight', async () => {
    const reason = `Response to preflight request doesn't pass access control check: ${MISSING}`;
    const { request, notes } = await live(chromium(reason));
    expect(request['method']).toBe('POST');
    expect(notes.join('\n')).toContain('is assumed. Give the real call with -X and -H.');
    expect(seen[0]?.method).toBe('OPTIONS');
    expect(seen.map(({ method }) => method)).not.toContain('POST');
  });

  it('comes from standard input, too', async () => {
    const { status, out } = await piped(`${chromium(NOT_PUT)}\n    at load (app.js:1:2)\n`);
    expect(status).toBe(1);
    expect(out).toContain('asking the server now');
  });
});

describe('a pasted line, offline', () => {
  it('asks nothing, and explains', async () => {
    const { status, out, err } = await whycors(chromium(NOT_PUT), '--offline');
    expect({ status, err }).toEqual({ status: 1, err: '' });
    expect(out).toContain('Access-Control-Allow-Methods does not list the method.');
    expect(out).toContain('whycors explain method-not-allowed');
    expect(out).toContain(`whycors '${api}' --origin ${PAGE}`);
    expect(seen).toEqual([]);
  });

  it('is what a line without its URL gets', async () => {
    const { status, out } = await whycors(MISSING);
    expect(status).toBe(1);
    expect(out).toContain('The URL is not in the text');
  });

  it('is JSON as in the schema', async () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../../schema/console.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    for (const text of [chromium(NOT_PUT), MISSING, 'TypeError: Failed to fetch']) {
      const { status, out } = await whycors(text, '--offline', '--json');
      const json = JSON.parse(out) as { exitCode: number };
      expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
      expect(json.exitCode).toBe(status);
    }
  });

  it('stays within 80 columns', async () => {
    const refused = await whycors(chromium(NOT_PUT), '--offline');
    const other = await whycors('GET https://ads.example/ net::ERR_BLOCKED_BY_CLIENT');
    expect(tooLong(refused.out + other.out)).toEqual([]);
  });

  it('says what is none of CORS, and exits with 1', async () => {
    const { status, out } = await whycors('GET https://ads.example/ net::ERR_BLOCKED_BY_CLIENT');
    expect(status).toBe(1);
    expect(out).toMatch(/an\s+ad blocker/);
  });

  it('a mere notice exits with 0', async () => {
    const { status, out } = await whycors('Refused to set unsafe header "cookie"');
    expect(status).toBe(0);
    expect(out).toContain('whycors explain forbidden-header-dropped');
  });

  it('a mode that the line tells is that of the live call', async () => {
    const text = `Fetch API cannot load ${api}. Request mode is "same-origin" but the URL's origin is not same as the request origin ${PAGE}.`;
    const { request, verdict } = await live(text);
    expect(request['mode']).toBe('same-origin');
    expect(verdict).toBe('blocked');
    expect(seen).toEqual([]);
  });

  it('shows no secret and no control character of the text', async () => {
    const text = `Access to fetch at 'https://me:s3cr3tpw@api.example/?token=s3cr3tpw' from origin '${PAGE}' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'a\u001b]0;x\u0007\u009b31m' that is not equal to the supplied origin.`;
    for (const format of [[], ['--json']]) {
      const { out } = await whycors(text, '--offline', ...format);
      expect(out).not.toContain('s3cr3tpw');
      expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }
  });
});

describe('what is no line', () => {
  it('is said in a sentence, exit code 2', async () => {
    const { status, out, err } = await whycors('it does not work');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^whycors: "it does not work" is no message of a browser .*\n$/);
  });

  it('a URL with --offline', async () => {
    const { status, err } = await whycors(api, '--offline');
    expect(status).toBe(2);
    expect(err).toContain('--offline');
    expect(seen).toEqual([]);
  });

  it('nothing on standard input is the help, as without any', async () => {
    for (const ended of [await whycors(), await piped(''), await piped(' \n')]) {
      expect(ended.status).toBe(2);
      expect(ended.out).toContain('Usage: whycors');
    }
    expect((await piped('', '--json')).err).toContain('URL: none was given');
  });
});

describe('whycors messages', () => {
  it('lists the lines of all engines in 80 columns', async () => {
    const { status, out } = await whycors('messages');
    expect(status).toBe(0);
    for (const name of ['PreflightInvalidStatus', 'CORSMissingAllowOrigin', 'WebKit (Safari)']) {
      expect(out).toContain(name);
    }
    expect(tooLong(out)).toEqual([]);
  });

  it('of one engine, and as JSON', async () => {
    const { out } = await whycors('messages', 'firefox', '--json');
    const { engines: list } = JSON.parse(out) as {
      engines: { engine: string; rows: { line: string }[] }[];
    };
    expect(list.map(({ engine }) => engine)).toEqual(['firefox']);
    expect(list[0]!.rows.length).toBeGreaterThan(10);
  });

  it('of an engine that is none: exit code 2', async () => {
    const { status, err } = await whycors('messages', 'netscape');
    expect(status).toBe(2);
    expect(err).toContain('chromium, firefox, webkit');
  });
});
