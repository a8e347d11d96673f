import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/ports.js';
import { httpServer, stopServers } from '../support/servers.js';
import { whycors, whycorsJson } from './command.js';

let api: string;
const seen: IncomingMessage[] = [];

beforeAll(async () => {
  const { port } = await httpServer((request, response) => {
    seen.push(request);
    response.setHeader('Access-Control-Allow-Origin', 'http://localhost:3000');
    response.setHeader('Access-Control-Allow-Methods', 'GET, PUT');
    response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
    response.setHeader('Vary', 'Origin');
    response.writeHead(request.method === 'OPTIONS' ? 204 : 200).end();
  });
  api = `http://127.0.0.1:${port}/orders`;
});
beforeEach(() => void seen.splice(0));
afterAll(stopServers);

describe('exit codes', () => {
  it('0 when the browser would allow it', async () => {
    const { status, out, err } = await whycors(api);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('http://localhost:3000');
  });

  it('1 when it would refuse it', async () => {
    const { status } = await whycors(api, '--origin', 'http://localhost:4000');
    expect(status).toBe(1);
  });

  it('3 when nothing listens', async () => {
    const { status, out } = await whycors(`http://127.0.0.1:${await freePort()}/`);
    expect(status).toBe(3);
    expect(out).toContain('Nothing listens');
  });

  it.each([
    [['--origin', 'not an origin', 'http://127.0.0.1:1/'], /not an origin/],
    [['not a url'], /not a url/],
    [['--engine', 'netscape', 'http://127.0.0.1:1/'], /netscape/],
    [['--max-time', 'soon', 'http://127.0.0.1:1/'], /soon/],
    [['--cacert', '/nowhere/ca.pem', 'https://127.0.0.1:1/'], /nowhere/],
    [['explain', 'no-such-rule'], /no-such-rule/],
    [['--no-such-option', 'http://127.0.0.1:1/'], /no-such-option/],
  ])('2 for %j, said in a sentence that names it, without a stack', async (args, named) => {
    const { status, out, err } = await whycors(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(named);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('a server that answers everything with 502', () => {
  it('has its error named, not CORS, though no answer of it has CORS headers', async () => {
    const { port } = await httpServer((_, response) => void response.writeHead(502).end());
    const { status, report } = await whycorsJson(`http://127.0.0.1:${port}/orders`);
    expect(status).toBe(1);
    expect(report.causes[0]?.rule).toBe('cors-missing-on-error-response');
  });
});

describe('what leaves the machine', () => {
  it.each([
    [['-X', 'PUT']],
    [['-X', 'POST']],
    [['-X', 'DELETE']],
    [['-d', 'a=1']],
    [['-d', '{}', '-H', 'Content-Type: application/json']],
    [['-d', 'a=1', '--xhr']],
    [['-d', 'a=1', '--mode', 'no-cors']],
    [['-d', 'a=1', '--origin', 'http://localhost:4000']],
  ])('nothing with side effects for %j without --send', async (args) => {
    const { err } = await whycors(api, ...args);
    expect(err).toBe('');
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(({ method }) => !['OPTIONS', 'GET', 'HEAD'].includes(method!))).toEqual([]);
    expect(seen.filter(({ headers }) => 'content-length' in headers)).toEqual([]);
  });

  it('the PUT itself with --send', async () => {
    const { status } = await whycors(api, '-X', 'PUT', '--send', '--engine', 'chromium');
    expect(status).toBe(0);
    expect(seen.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('never a cookie or Authorization with a preflight', async () => {
    const args = ['-H', 'Authorization: Bearer s3cr3t', '-b', 'id=s3cr3t'];
    await whycors(api, ...args, '--credentials', 'include');
    const preflights = seen.filter(({ method }) => method === 'OPTIONS');
    expect(preflights.length).toBeGreaterThan(0);
    for (const { headers } of preflights) {
      expect(headers).not.toHaveProperty('cookie');
      expect(headers).not.toHaveProperty('authorization');
    }
  });
});

describe('what is printed', () => {
  const SECRET = ['-H', 'Authorization: Bearer t0ps3cr3t', '--curl'];

  it.each([[], ['--json']])('no secret, %j', async (...more) => {
    const { out } = await whycors(api, ...SECRET, ...more);
    expect(out).toContain('uthorization');
    expect(out).not.toContain('t0ps3cr3t');
  });

  it('secrets with --show-secrets', async () => {
    const { out } = await whycors(api, ...SECRET, '--show-secrets');
    expect(out).toContain('t0ps3cr3t');
  });

  it('no escape sequence in a pipe', async () => {
    const { out } = await whycors(api, '--origin', 'http://localhost:4000');
    expect(out).not.toContain('\u001b');
  });

  it('a page for each rule that explain lists', async () => {
    const { out, status } = await whycors('explain');
    expect(status).toBe(0);
    expect(out).toContain('wildcard-with-credentials');
    expect(await whycors('explain', 'wildcard-with-credentials')).toMatchObject({ status: 0 });
  });
});
