import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../src/drivers/live/failures.js';
import { parseHead, readHead } from '../../../src/drivers/live/head.js';
import { Wire } from '../../../src/drivers/live/wire.js';

const never = new AbortController().signal;

describe('parseHead', () => {
  it.each([
    ['HTTP/1.1 200 OK', '1.1', 200, 'OK'],
    ['HTTP/1.1 200', '1.1', 200, ''],
    ['http/1.1  404   Not Found ', '1.1', 404, 'Not Found'],
    ['HTTP/1.0 999 Odd', '1.0', 999, 'Odd'],
    ['HTTP/2 200', '1.0', 200, ''],
    ['HTTP/2.0 200', '1.1', 200, ''],
  ])('%s', (line, version, status, statusText) => {
    expect(parseHead(`${line}\r\n\r\n`)).toEqual({ version, status, statusText, headers: [] });
  });

  it('takes header lines as browsers do', () => {
    const lines = ['A: b', 'C:', ': no name', 'no colon', 'D:\te : f\t', ' folded', 'Space : kept'];
    expect(parseHead(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`).headers).toEqual([
      ['A', 'b'],
      ['C', ''],
      ['D', 'e : f folded'],
      ['Space ', 'kept'],
    ]);
  });

  it('gives a head or a FailureError for any text', () => {
    const piece = fc.constantFrom(
      'HTTP/',
      '1.1',
      ' ',
      '200',
      '\r',
      '\n',
      ':',
      'A',
      '\0',
      '\t',
      '\u00ff',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((p) => p.join('')),
    );
    fc.assert(
      fc.property(text, (head) => {
        try {
          for (const [name, value] of parseHead(head).headers) {
            expect(name).not.toMatch(/[:\n]/);
            expect(value).not.toMatch(/\n/);
          }
        } catch (error) {
          if (!(error instanceof FailureError)) throw error;
        }
      }),
    );
  });
});

describe('readHead', () => {
  it('reads the same however the bytes come in, and leaves the body', async () => {
    const token = fc.stringMatching(/^[A-Za-z-]{1,10}$/);
    const value = fc.stringMatching(/^([!-~]([ -~]{0,10}[!-~])?)?$/);
    const headers = fc.array(fc.tuple(token, value), { maxLength: 8 });
    const ends = fc.constantFrom('\r\n', '\n');
    const cuts = fc.array(fc.nat({ max: 200 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(headers, ends, cuts, fc.string(), async (headers, end, cuts, body) => {
        const lines = ['HTTP/1.1 103 Early', 'Link: x', '', 'HTTP/1.1 201 Made'];
        const all = [...lines, ...headers.map(([name, value]) => `${name}: ${value}`), '', body];
        const bytes = Buffer.from(all.join(end), 'latin1');
        const stream = new PassThrough();
        const wire = new Wire(stream);
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        for (let i = 1; i < at.length; i++) stream.write(bytes.subarray(at[i - 1], at[i]));
        stream.end();
        const head = await readHead(wire, never);
        expect(head).toMatchObject({ status: 201, statusText: 'Made' });
        expect(head.headers).toEqual(headers);
        let rest = '';
        for (let chunk = await wire.next(never, ''); chunk; chunk = await wire.next(never, ''))
          rest += chunk.toString('latin1');
        expect(rest).toBe(Buffer.from(body, 'latin1').toString('latin1'));
      }),
    );
  });
});
