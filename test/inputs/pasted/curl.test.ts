import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPasted, type PastedCall } from '../../../src/inputs/index.js';

function read(text: string): PastedCall {
  const reading = readPasted(text);
  if (reading?.value == null) throw new Error(JSON.stringify(reading));
  return reading.value;
}

/** What Chromium's network panel puts around every request. */
const BROWSER = [
  ['accept', '*/*'],
  ['accept-language', 'en-US,en;q=0.9'],
  ['cache-control', 'no-cache'],
  ['content-type', 'application/json'],
  ['origin', 'https://app.example.com'],
  ['priority', 'u=1, i'],
  ['referer', 'https://app.example.com/orders'],
  ['sec-ch-ua', '"Chromium";v="128", "Not;A=Brand";v="24"'],
  ['sec-fetch-mode', 'cors'],
  ['sec-fetch-site', 'same-site'],
  ['user-agent', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/128.0.0.0'],
  ['x-request-id', "it's"],
] as const;

const WANTED = {
  url: 'https://api.example.com/orders?a=1&b=%20',
  method: 'PUT',
  body: '{"text":"it\'s \\"5\\" €\\n"}',
  cookie: 'id=1; lang=en',
};

const posix = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const ansi = (text: string): string =>
  `$'${[...text].map((char) => (/[\w {}:",=;./?&%()*-]/.test(char) ? char : `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`)).join('')}'`;
const cmd = (text: string): string =>
  `^"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/[^\w\s]/g, '^$&')
    .replaceAll('\n', '^\n\n')}^"`;

/** "Copy as cURL" with one way of quoting. */
function copied(quote: (text: string) => string, continued: string): string {
  return [
    `curl ${quote(WANTED.url)}`,
    `-X ${quote(WANTED.method)}`,
    ...BROWSER.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `-b ${quote(WANTED.cookie)}`,
    `--data-raw ${quote(WANTED.body)}`,
    '--compressed',
  ].join(` ${continued}\n  `);
}

describe('a curl command', () => {
  it.each([
    ['Chromium and Firefox, POSIX', copied(posix, '\\')],
    ['with $-quotes', copied(ansi, '\\')],
    ['Chromium, cmd', copied(cmd, '^')],
    ['with a prompt', `$ ${copied(posix, '\\')}`],
    ['Windows lines', copied(posix, '\\').replaceAll('\n', '\r\n')],
  ])('of %s is understood', (_, text) => {
    const { url, method, body, cookie, origin, headers, credentials } = read(text);
    expect({ url, method, body, cookie }).toEqual(WANTED);
    expect({ origin, credentials }).toEqual({
      origin: 'https://app.example.com',
      credentials: 'include',
    });
    // All else is the browser's own.
    expect(headers).toEqual([
      ['content-type', 'application/json'],
      ['x-request-id', "it's"],
    ]);
  });

  it.each([
    ["curl https://a.example -d 'x=1' -d y=2", { method: 'POST', body: 'x=1&y=2' }],
    ['curl -G https://a.example/?q=1 -d x=1', { method: null, url: 'https://a.example/?q=1&x=1' }],
    ['curl -I https://a.example', { method: 'HEAD' }],
    ['curl -sSLXDELETE https://a.example', { method: 'DELETE', url: 'https://a.example' }],
    ['curl -u me:secret https://a.example', { user: 'me:secret' }],
    ['curl --json {} https://a.example', { headers: [['Content-Type', 'application/json']] }],
    ['curl -k --url https://a.example', { insecure: true, url: 'https://a.example' }],
    ['curl -e https://b.example/x https://a.example', { origin: 'https://b.example' }],
    ['curl https://a.example -T file', { method: 'PUT' }],
    ['curl https://a.example -o /dev/null | jq .', { url: 'https://a.example' }],
    ['curl --data-urlencode "q=a b" https://a.example', { body: 'q=a%20b' }],
    ['curl -b cookies.txt https://a.example', { cookie: null }],
    ['curl -b a=1 -b "b=2" https://a.example', { cookie: 'a=1; b=2' }],
    ["curl 'https://a.example/?a\\[\\]=1'", { url: 'https://a.example/?a[]=1' }],
    ["curl -g 'https://a.example/?a\\[\\]=1'", { url: 'https://a.example/?a\\[\\]=1' }],
    ["curl https://a.example -H 'Accept:' -H 'X-Empty;'", { headers: [['X-Empty', '']] }],
    ['curl https://a.example -F file=@x', { method: 'POST' }],
  ])('%s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  it('that people wrote keeps their headers, but what no page can set', () => {
    const { headers } = read(
      "curl https://a.example -H 'User-Agent: mine' -H 'Accept-Language: de' -H 'Host: b'",
    );
    expect(headers).toEqual([
      ['User-Agent', 'mine'],
      ['Accept-Language', 'de'],
    ]);
  });

  it.each([
    ["curl 'https://a.example -H x", 'a quote is not closed'],
    ['curl -X PUT', 'there is no URL'],
  ])('%s is refused with one sentence', (text, message) => {
    const { value, problems = [] } = readPasted(text) ?? {};
    expect(value).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(message);
  });

  it('gives back any header and body that was quoted', () => {
    const value = fc
      .string({ maxLength: 30 })
      .map((text) => `x${text.replaceAll(/[\r\n\0]/g, '')}x`);
    fc.assert(
      fc.property(value, value, fc.constantFrom(posix, ansi), (header, body, quote) => {
        const call = read(
          `curl https://a.example -H ${quote(`x-a: ${header}`)} --data-raw ${quote(body)}`,
        );
        expect(call.headers[0]).toEqual(['x-a', header.trim()]);
        expect(call.body).toBe(body);
      }),
    );
  });

  it('for cmd gives back any line that was quoted', () => {
    const value = fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => `x${text}x`);
    fc.assert(
      fc.property(value, value, (header, body) => {
        const call = read(
          `curl ^"https://a.example^" ^\n  -H ${cmd(`x-a: ${header}`)} ^\n  --data-raw ${cmd(body)}`,
        );
        expect(call.headers[0]).toEqual(['x-a', header]);
        expect(call.body).toBe(body);
      }),
    );
  });

  it('says which variables it does not know, and that there are more commands', () => {
    const { headers, notes } = read(
      'curl https://a.example -H "Authorization: Bearer $TOKEN" --compressed ;\ncurl https://b.example',
    );
    expect(headers).toEqual([['Authorization', 'Bearer $TOKEN']]);
    expect(notes.join(' ')).toContain('stand as they are: $TOKEN.');
    expect(notes.join(' ')).toContain('more behind the first command');
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        readPasted(`curl ${text}`);
        readPasted(`curl ^"${text}`);
      }),
      { numRuns: 500 },
    );
  });
});
