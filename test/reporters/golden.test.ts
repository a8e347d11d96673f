import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { COMMAND, run, whycors } from '../cli/command.js';
import { freePort } from '../support/ports.js';
import { httpServer, stopServers } from '../support/servers.js';

const PAGE = 'http://localhost:3000';

afterEach(stopServers);

/** Answers preflights and requests with these. */
function api(
  preflight: readonly [number, Record<string, string>],
  response: readonly [number, Record<string, string | string[]>] = preflight,
): () => Promise<string> {
  const answer: RequestListener = (request, reply) => {
    reply.sendDate = false;
    const [status, headers] = request.method === 'OPTIONS' ? preflight : response;
    reply.writeHead(status, headers).end();
  };
  return async () => `http://127.0.0.1:${(await httpServer(answer)).port}/orders`;
}

const GOOD = {
  'Access-Control-Allow-Origin': PAGE,
  'Access-Control-Allow-Methods': 'GET, PUT',
  'Access-Control-Allow-Headers': 'content-type',
  'Access-Control-Max-Age': '600',
  Vary: 'Origin',
};

/** A typical outcome: its name, the server's URL, what is typed, the exit code. */
const OUTCOMES: readonly (readonly [
  name: string,
  url: () => Promise<string>,
  args: readonly string[],
  status: number,
])[] = [
  // No preflight: on a busy machine its answer would be called slow.
  ['allowed', api([200, { ...GOOD, 'X-Total-Count': '12' }]), ['--origin', PAGE], 0],
  ['no-cors-headers', api([200, {}]), [], 1],
  [
    'wildcard-with-credentials',
    api([204, { ...GOOD, 'Access-Control-Allow-Origin': '*' }]),
    ['-X', 'PUT', '-H', 'Content-Type: application/json', '--credentials', 'include'],
    1,
  ],
  [
    'preflight-needs-authentication',
    api([401, { 'WWW-Authenticate': 'Bearer realm="the orders of the shop"' }]),
    ['-H', 'Authorization: Bearer t0ken', '--curl'],
    1,
  ],
  [
    'two-layers',
    api([204, GOOD], [200, { ...GOOD, 'Access-Control-Allow-Origin': ['*', PAGE] }]),
    ['-H', 'Content-Type: application/json'],
    1,
  ],
  ['not-sent', api([204, GOOD], [404, {}]), ['-X', 'PUT'], 0],
  ['refused', async () => `http://127.0.0.1:${await freePort()}/orders`, [], 3],
];

/** Times and ports differ from run to run; the replacement is as wide, so that lines break alike. */
function settled(text: string): string {
  return text
    .replace(/ {2}\d+ ms$/gm, '  N ms')
    .replace(/127\.0\.0\.1:\d{5}\b/g, '127.0.0.1:PPPPP');
}

/** Lines that are too wide though they could have been broken: what they quote is not that long. */
function tooWide(text: string): string[] {
  return text.split('\n').filter((line) => {
    if (line.length <= 80) return false;
    const quoted = /^\s*(\d+ {2}[A-Z]+ http|> |curl )/.test(line);
    return (
      !quoted &&
      line
        .trim()
        .split(/\s+/)
        .every((word) => word.length < 50)
    );
  });
}

describe('the report in 80 columns without colours', () => {
  it.each(OUTCOMES)('%s', async (name, url, args, status) => {
    const ended = await whycors(await url(), ...args);
    expect(ended).toMatchObject({ status, err: '' });
    expect(tooWide(ended.out)).toEqual([]);
    expect(ended.out).not.toMatch(/ $|\n{3}/m);
    await expect(settled(ended.out)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

describe('colours', () => {
  // oxlint-disable-next-line no-control-regex -- what colours begin with
  const COLOUR = /\u001b\[/;
  const page = ['explain', 'no-cors-headers'];

  const withEnvironment = (variables: Record<string, string>, ...more: string[]) => {
    const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
    return run(process.execPath, [COMMAND, ...page, ...more], { ...rest, ...variables });
  };

  it('none in a pipe', async () => {
    expect((await withEnvironment({})).out).not.toMatch(COLOUR);
  });

  it('FORCE_COLOR has them in a pipe, too, 0 has not', async () => {
    expect((await withEnvironment({ FORCE_COLOR: '1' })).out).toMatch(COLOUR);
    expect((await withEnvironment({ FORCE_COLOR: '0' })).out).not.toMatch(COLOUR);
  });

  it('FORCE_COLOR wins over NO_COLOR, --no-color over both', async () => {
    const both = { FORCE_COLOR: '1', NO_COLOR: '1' };
    expect((await withEnvironment(both)).out).toMatch(COLOUR);
    const url = await api([200, {}])();
    const { NO_COLOR: _, ...rest } = process.env;
    const forced = { ...rest, FORCE_COLOR: '1' };
    expect((await run(process.execPath, [COMMAND, url], forced)).out).toMatch(COLOUR);
    const plain = await run(process.execPath, [COMMAND, url, '--no-color'], forced);
    expect(plain.out).not.toMatch(COLOUR);
  });

  it('the words are the same with and without', async () => {
    const plain = await withEnvironment({});
    const coloured = await withEnvironment({ FORCE_COLOR: '1' });
    // oxlint-disable-next-line no-control-regex -- colours away
    const stripped = coloured.out.replace(/\u001b\[\d+m/g, '');
    // Backticks stand where colours cannot.
    expect(stripped.replaceAll('`', '')).toBe(plain.out.replaceAll('`', ''));
  });
});
