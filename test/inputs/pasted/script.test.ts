import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPasted, type PastedCall } from '../../../src/inputs/index.js';

function read(text: string): PastedCall {
  const reading = readPasted(text);
  if (reading?.value == null) throw new Error(JSON.stringify(reading));
  return reading.value;
}

const CHROMIUM = `fetch("https://api.example.com/orders/7", {
  "headers": {
    "accept": "*/*",
    "accept-language": "en-US,en;q=0.9",
    "authorization": "Bearer t",
    "content-type": "application/json",
    "sec-ch-ua": "\\"Chromium\\";v=\\"128\\"",
    "sec-fetch-dest": "empty",
    "sec-fetch-mode": "cors"
  },
  "referrer": "https://app.example.com/orders",
  "referrerPolicy": "strict-origin-when-cross-origin",
  "body": "{\\"a\\":1}",
  "method": "PUT",
  "mode": "cors",
  "credentials": "include"
});`;

const FIREFOX = `await fetch("https://api.example.com/orders/7", {
    "credentials": "include",
    "headers": {
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Accept": "*/*",
        "Accept-Language": "en-US,en;q=0.5",
        "Authorization": "Bearer t",
        "Content-Type": "application/json",
        "Sec-Fetch-Mode": "cors"
    },
    "referrer": "https://app.example.com/",
    "body": "{\\"a\\":1}",
    "method": "PUT",
    "mode": "cors"
});`;

describe('a snippet', () => {
  it.each([
    ['Chromium', CHROMIUM],
    ['Firefox', FIREFOX],
  ])('copied as fetch from %s', (_, text) => {
    const { headers, ...call } = read(text);
    expect(call).toMatchObject({
      url: 'https://api.example.com/orders/7',
      method: 'PUT',
      body: '{"a":1}',
      origin: 'https://app.example.com',
      credentials: 'include',
      mode: 'cors',
    });
    expect(headers.map(([name]) => name.toLowerCase())).toEqual(['authorization', 'content-type']);
  });

  it('copied as fetch (Node.js) has its origin and cookies in the headers', () => {
    const text = `fetch("https://api.example.com/", { "headers": { "cookie": "id=1", "sec-fetch-mode": "cors",
      "Referer": "https://app.example.com/", "Referrer-Policy": "x" }, "body": null, "method": "GET" });`;
    expect(read(text)).toMatchObject({
      cookie: 'id=1',
      origin: 'https://app.example.com',
      credentials: 'include',
      method: 'GET',
    });
  });

  it.each([
    [
      "const api = 'https://api.example.com';\nawait fetch(`${api}/orders/${id}`, { method: 'delete', headers: new Headers([['X-A', token]]) })",
      {
        url: 'https://api.example.com/orders/%7Bid%7D',
        method: 'delete',
        headers: [['X-A', '{token}']],
      },
    ],
    [
      "fetch('https://a.example', { method: 'POST', body: JSON.stringify({ a: 1 }) }).then(r => r.json())",
      { body: '{"a":1}', headers: [['Content-Type', 'text/plain;charset=UTF-8']] },
    ],
    [
      "axios.post('https://a.example/x', { a: 1 }, { withCredentials: true, headers: { 'X-B': 1 } })",
      {
        method: 'POST',
        xhr: true,
        credentials: 'include',
        body: '{"a":1}',
        headers: [
          ['X-B', '1'],
          ['Content-Type', 'application/json'],
        ],
      },
    ],
    [
      "axios({ method: 'put', baseURL: 'https://a.example/api/', url: '/x', data: [1] })",
      { url: 'https://a.example/api/x', method: 'PUT', body: '[1]' },
    ],
    [
      "$.ajax({ url: 'https://a.example', type: 'PATCH', contentType: 'application/json', data: '{}', xhrFields: { withCredentials: true } })",
      { method: 'PATCH', credentials: 'include', headers: [['Content-Type', 'application/json']] },
    ],
    [
      "$.getJSON('https://a.example/x')",
      { url: 'https://a.example/x', method: null, headers: [], xhr: true },
    ],
    [
      "const x = new XMLHttpRequest();\nx.open('PUT', 'https://a.example/x');\nx.withCredentials = true;\nx.setRequestHeader('X-A', 'b');\nx.send('text');",
      {
        method: 'PUT',
        credentials: 'include',
        body: 'text',
        headers: [
          ['X-A', 'b'],
          ['Content-Type', 'text/plain;charset=UTF-8'],
        ],
      },
    ],
  ])('%s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  it.each([
    [
      'an instance of axios',
      "const api = axios.create({ baseURL: 'https://a.example/v1', withCredentials: true, headers: { 'X-A': '1' } });\napi.post('/x', { a: 1 }, { params: { q: 'a b' } })",
      {
        url: 'https://a.example/v1/x?q=a+b',
        credentials: 'include',
        headers: [
          ['X-A', '1'],
          ['Content-Type', 'application/json'],
        ],
      },
    ],
    [
      'defaults of axios, and its auth',
      "axios.defaults.withCredentials = true; axios.get('https://a.example', { auth: { username: 'u', password: 'p' } })",
      { credentials: 'include', user: 'u:p' },
    ],
    [
      'a Headers object that is filled',
      "const h = new Headers();\nh.append('X-A', '1'); h.set('X-B', '2');\nfetch('https://a.example', { headers: h })",
      {
        headers: [
          ['X-A', '1'],
          ['X-B', '2'],
        ],
      },
    ],
    [
      'a Request and a URL',
      "fetch(new Request(new URL('/x', 'https://a.example'), { method: 'PUT' }))",
      { url: 'https://a.example/x', method: 'PUT' },
    ],
    [
      'TypeScript',
      "const base: string = 'https://a.example';\nexport async function load(id: string): Promise<Order[]> {\n  const { data } = await axios.get<Order[]>(`${base}/x`, { headers: { 'X-A': id! } as any });\n  return data;\n}",
      { url: 'https://a.example/x', headers: [['X-A', '{id}']] },
    ],
    ['a page', "<script>fetch('https://a.example/x')</script>", { url: 'https://a.example/x' }],
    [
      'what is cut behind the call',
      "fetch('https://a.example/x', { method: 'PUT' })\n  .then((response) => {",
      { url: 'https://a.example/x', method: 'PUT', notes: [] },
    ],
    ['a form of jQuery', "$.post('https://a.example', { a: 1, b: 'x y' })", { body: 'a=1&b=x+y' }],
  ])('reads %s', (_, text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  it('says what only running it would tell, and how many requests there are more', () => {
    const { notes } = read(
      "fetch('https://a.example', { headers: { Authorization: `Bearer ${token}` } }); fetch('https://b.example');",
    );
    expect(notes.join(' ')).toContain('Not known without running it: token.');
    expect(notes.join(' ')).toContain('1 more request');
  });

  it.each([
    ["fetch('/api/orders')", 'is relative to the page'],
    ['fetch(`${import.meta.env.VITE_API}/x`)', 'begins with import.meta.env.VITE_API'],
    ["fetch('https://a.example'", 'no whole JavaScript'],
    ['fetch()', 'no request with a URL'],
  ])('%s is refused with one sentence', (text, message) => {
    const { value, problems = [] } = readPasted(text) ?? {};
    expect([value, problems.length]).toEqual([null, 1]);
    expect(problems[0]?.message).toContain(message);
  });

  it('is never run and never too odd', () => {
    const marker = globalThis as { ran?: boolean };
    readPasted(
      "globalThis.ran = true; fetch('https://a.example', { method: (() => { globalThis.ran = true })() })",
    );
    expect(marker.ran).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), fc.json(), (text, json) => {
        readPasted(`fetch(${text})`);
        readPasted(`fetch('https://a.example', ${json})`);
        readPasted(`axios(${json})`);
      }),
      { numRuns: 300 },
    );
  });
});
