import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPasted, type PastedCall } from '../../../src/inputs/index.js';

function read(text: string): PastedCall {
  const reading = readPasted(text);
  if (reading?.value == null) throw new Error(JSON.stringify(reading));
  return reading.value;
}

/** As Firefox and Chromium quote. */
const quote = (text: string): string =>
  `"${text
    .replaceAll(/[`$"]/g, '`$&')
    .replaceAll(/[^\x20-\x7e]/g, (char) => `$([char]${char.charCodeAt(0)})`)}"`;

describe('PowerShell', () => {
  it('gives back any text that a browser quoted, wherever it stands', () => {
    const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(value, value, value, (header, body, cookie) => {
        const call = read(`$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
$session.Cookies.Add((New-Object System.Net.Cookie("id", ${quote(cookie)}, "/", "a.example")))
Invoke-WebRequest -UseBasicParsing -Uri "https://a.example/" \`
-Method "POST" \`
-WebSession $session \`
-Headers @{
"x-a"=${quote(header)}
  "x-b" = "2"
} \`
-ContentType "text/plain" \`
-Body ([System.Text.Encoding]::UTF8.GetBytes(${quote(body)}))`);
        expect(call).toMatchObject({ url: 'https://a.example/', method: 'POST', body });
        expect(call.cookie).toBe(`id=${cookie}`);
        expect(call.headers).toEqual([
          ['x-a', header],
          ['x-b', '2'],
          ['Content-Type', 'text/plain'],
        ]);
      }),
    );
  });

  it.each([
    ['irm https://a.example/x', { url: 'https://a.example/x', method: null }],
    [
      "$headers = @{ 'X-A' = 'it''s'; Accept = 'text/csv' }\n$body = @'\n{\n  \"a\": 1\n}\n'@\nInvoke-RestMethod -Uri 'https://a.example' -Method Put -Headers $headers -Body $body -ContentType application/json",
      {
        method: 'PUT',
        body: '{\n  "a": 1\n}',
        headers: [
          ['X-A', "it's"],
          ['Accept', 'text/csv'],
          ['Content-Type', 'application/json'],
        ],
      },
    ],
    [
      "$all = @{ Uri = 'https://a.example'; Method = 'Post'; Body = @{ a = '1'; b = 'x y' } }\nInvoke-WebRequest @all -SkipCertificateCheck",
      { url: 'https://a.example', method: 'POST', body: 'a=1&b=x+y', insecure: true },
    ],
    ['iwr -Uri "https://a.example" -Headers @{ "X" = $token }', { headers: [['X', '{$token}']] }],
  ])('%s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  it.each([
    ['Invoke-WebRequest -UseBasicParsing', 'there is no -Uri'],
    ['Invoke-WebRequest -Uri "https://a.example', 'a quote is not closed'],
  ])('%s is refused with one sentence', (text, message) => {
    const { value, problems = [] } = readPasted(text) ?? {};
    expect([value, problems.length]).toEqual([null, 1]);
    expect(problems[0]?.message).toContain(message);
  });

  it('may be anything', () => {
    const piece = fc.constantFrom(
      '@{',
      '}',
      '(',
      ')',
      '=',
      '"',
      "'",
      '`',
      '$x',
      '-Body',
      '@"\n',
      '\n"@',
      ';',
      '\n',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 }))), (pieces) => {
        readPasted(`Invoke-WebRequest ${pieces.join('')}`);
        readPasted(
          `$a = ${pieces.join('')}\nInvoke-WebRequest -Uri "https://a.example" -Headers $a`,
        );
      }),
      { numRuns: 500 },
    );
  });
});
