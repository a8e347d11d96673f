import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isResponses, readResponses } from '../../../src/inputs/index.js';

const heads = (text: string): unknown =>
  readResponses(text).value?.map(({ status, headers }) => [status, headers]);

describe('response headers', () => {
  it.each([
    ['HTTP/2 200\r\nallow: GET\r\n\r\n{"a: b"}\r\nno: header', [[200, [['allow', 'GET']]]]],
    ['HTTP/1.1 100 Continue\n\nHTTP/1.1 204 No Content\nA: b\n\n', [[204, [['A', 'b']]]]],
    [
      'HTTP/1.1 301 Moved\nLocation: /x\n\nHTTP/1.1 200 OK\nA: b\n',
      [
        [301, [['Location', '/x']]],
        [200, [['A', 'b']]],
      ],
    ],
    [
      '* Connected\n> GET / HTTP/1.1\n> Host: a\n>\n< HTTP/1.1 200 OK\n< A: b\n<\nbody',
      [[200, [['A', 'b']]]],
    ],
    [
      'access-control-allow-origin: *\ncontent-type: text/html',
      [
        [
          200,
          [
            ['access-control-allow-origin', '*'],
            ['content-type', 'text/html'],
          ],
        ],
      ],
    ],
    [
      ':status: 403\naccess-control-allow-origin:\n*\nvary:\nOrigin',
      [
        [
          403,
          [
            ['access-control-allow-origin', '*'],
            ['vary', 'Origin'],
          ],
        ],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(isResponses(text)).toBe(true);
    expect(heads(text)).toEqual(expected);
  });

  it('keeps duplicates and order', () => {
    expect(heads('HTTP/1.1 200 OK\nA: 1\nB: 2\nA: 3\n')).toEqual([
      [
        200,
        [
          ['A', '1'],
          ['B', '2'],
          ['A', '3'],
        ],
      ],
    ]);
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void readResponses(text)),
      { numRuns: 300 },
    );
    expect(readResponses('nothing').value).toBeNull();
  });
});
