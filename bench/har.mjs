// har.mjs FILE MEGABYTES BODIES: writes a HAR file as Chromium does, of about that size, with response bodies of that mean length.
import { closeSync, openSync, writeSync } from 'node:fs';

const [file, megabytes, bodies] = process.argv
  .slice(2)
  .map((given, at) => (at === 0 ? given : Number(given)));
const out = openSync(file, 'w');
writeSync(
  out,
  '{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[',
);
for (let index = 0, written = 0; written < megabytes * 1_000_000; index += 50) {
  const batch = Array.from({ length: 50 }, (_, at) => entry(index + at, bodies));
  written += writeSync(out, `${index === 0 ? '' : ','}${batch.join(',')}`);
}
writeSync(out, ']}}\n');
closeSync(out);

function entry(index, bodies) {
  const kind = index % 10;
  const cross = kind < 4;
  const url = cross
    ? `https://api.example.com/v1/orders/${index % 977}`
    : `https://app.example.com/assets/${index % 991}.js`;
  const sent = [
    [':authority', new URL(url).host],
    ['accept', '*/*'],
    ['accept-encoding', 'gzip, deflate, br, zstd'],
    ['accept-language', 'en-US,en;q=0.9'],
    ['sec-ch-ua', '"Chromium";v="128", "Not;A=Brand";v="24"'],
    ['sec-fetch-mode', cross ? 'cors' : 'no-cors'],
    [
      'user-agent',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0',
    ],
    ...(cross
      ? [
          ['origin', 'https://app.example.com'],
          ['authorization', 'Bearer x'],
        ]
      : []),
  ];
  const preflight = kind === 0;
  if (preflight)
    sent.push(
      ['access-control-request-method', 'GET'],
      ['access-control-request-headers', 'authorization'],
    );
  const got = [
    ['content-type', 'application/json'],
    ['date', 'Thu, 01 Jan 2026 00:00:00 GMT'],
    ['server', 'nginx'],
    ...(cross && index % 17 !== 0
      ? [
          ['access-control-allow-origin', 'https://app.example.com'],
          ['access-control-allow-headers', 'authorization'],
          ['vary', 'Origin'],
        ]
      : []),
  ];
  const list = (headers) => headers.map(([name, value]) => ({ name, value }));
  return JSON.stringify({
    _initiator: {
      type: 'script',
      stack: {
        callFrames: Array.from({ length: 6 }, (_, line) => ({
          functionName: 'f',
          url,
          lineNumber: line,
        })),
      },
    },
    _priority: 'High',
    _resourceType: preflight ? 'preflight' : cross ? 'fetch' : 'script',
    cache: {},
    connection: String(index),
    pageref: 'page_1',
    request: {
      method: preflight ? 'OPTIONS' : 'GET',
      url,
      httpVersion: 'http/2.0',
      headers: list(sent),
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status: preflight ? 204 : 200,
      statusText: '',
      httpVersion: 'http/2.0',
      headers: list(got),
      cookies: [],
      content: {
        size: bodies,
        mimeType: 'application/json',
        text: preflight ? '' : body(index, bodies),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      _error: null,
    },
    serverIPAddress: '203.0.113.7',
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 12.5,
    timings: { blocked: 1, dns: -1, ssl: -1, connect: -1, send: 0.1, wait: 10, receive: 1 },
  });
}

/** Minified code and JSON, with the quotes and line feeds that JSON has to escape. */
function body(index, length) {
  const piece = `{"id":${index},"name":"order \\"${index}\\"","lines":[1,2,3]}\nfunction f${index}(a,b){return a+"<div class='x'>"+b+"</div>"}\n`;
  return piece.repeat(Math.ceil((length * (0.2 + (index % 9) / 5)) / piece.length));
}
