import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOrigin } from '../../src/inputs/index.js';

/** The rows of the table in the guide. */
const GUIDE = [
  ...readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8').matchAll(
    /^\| `([^`]+)` \| `([^`]+)` \| ((?:a|an|no|lower|http)[^|]*)? ?\|$/gm,
  ),
].map(([, typed, origin]) => [typed!, origin!] as const);

describe('the table of the guide', () => {
  it('is there', () => expect(GUIDE.length).toBeGreaterThanOrEqual(12));

  it.each(GUIDE)('%s is %s', (typed, origin) => {
    expect(readOrigin(typed)).toMatchObject({ origin, problems: [] });
  });
});

describe('what a person types as an origin', () => {
  it.each([
    ['http://localhost:3000', 'http://localhost:3000'],
    ['  http://localhost:3000 ', 'http://localhost:3000'],
    ['http://a.example:443', 'http://a.example:443'],
    ['https://a.example:80', 'https://a.example:80'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['chrome-extension://abcdef', 'chrome-extension://abcdef'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['null', 'null'],
    ['NULL', 'null'],
  ])('%s is taken as %s without a word', (typed, origin) => {
    expect(readOrigin(typed)).toEqual({ origin, notes: [], problems: [] });
  });

  it.each([
    ['http://localhost:3000/', 'http://localhost:3000', 'no trailing slash'],
    ['https://app.example.com/login', 'https://app.example.com', 'no path'],
    ['https://app.example.com?next=1', 'https://app.example.com', 'no path'],
    ['https://app.example.com#top', 'https://app.example.com', 'no path'],
    ['HTTPS://App.Example.COM', 'https://app.example.com', 'lower case'],
    ['http://localhost:80', 'http://localhost', 'no default port'],
    ['https://a.example:443', 'https://a.example', 'no default port'],
    ['https://a.example:443/', 'https://a.example', 'no trailing slash and no default port'],
    ['https://me:pw@a.example', 'https://a.example', 'no user name'],
    ['https://bücher.example', 'https://xn--bcher-kva.example', 'an ASCII host'],
    ['http://[2001:DB8::0001]', 'http://[2001:db8::1]', 'lower case'],
    ['http://127.1:3000', 'http://127.0.0.1:3000', 'this form'],
    ['blob:https://a.example/6fd4', 'https://a.example', 'no path'],
  ])('%s is %s: an origin has %s', (typed, origin, why) => {
    const reading = readOrigin(typed);
    expect(reading).toMatchObject({ origin, problems: [] });
    expect(reading.notes).toEqual([
      `A browser sends the origin as ${origin}: an origin has ${why}.`,
    ]);
  });

  it.each([
    ['localhost:3000', 'http://localhost:3000'],
    ['localhost', 'http://localhost'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['shop.localhost:3000', 'http://shop.localhost:3000'],
    ['app.example.com', 'https://app.example.com'],
    ['app.example.com:8443', 'https://app.example.com:8443'],
  ])('%s has no scheme: %s', (typed, origin) => {
    const { notes, ...rest } = readOrigin(typed);
    expect(rest).toEqual({ origin, problems: [] });
    expect(notes).toEqual([
      `No scheme was given: ${origin.slice(0, origin.indexOf('//'))}// is assumed.`,
    ]);
  });

  it.each(['file:///home/me/index.html', 'FILE:///c:/x', 'data:text/html,hello, world'])(
    '%s is a page whose origin is null',
    (typed) => {
      const { origin, notes, problems } = readOrigin(typed);
      expect({ origin, problems }).toEqual({ origin: 'null', problems: [] });
      expect(notes.join()).toContain('as null');
    },
  );

  it.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['*', 'what a server may allow'],
    ['https://*.example.com', 'is a pattern'],
    ['not an origin', 'a character that no origin has'],
    ['https://a.example,https://b.example', 'a character that no origin has'],
    ['"https://a.example"', 'a character that no origin has'],
    ['http://', 'is no origin'],
    ['http://a.example:99999', 'is no origin'],
    ['mailto:me@a.example', 'has no host'],
    ['about:blank', 'has the origin of the page that made it'],
    ['javascript:void(0)', 'has the origin of the page that made it'],
    ['/login', 'is a path'],
  ])('%j is refused in one sentence: it %s', (typed, what) => {
    const { origin, notes, problems } = readOrigin(typed);
    expect({ origin, notes }).toEqual({ origin: null, notes: [] });
    expect(problems).toHaveLength(1);
    expect(problems[0]!.path).toBe('--origin');
    expect(problems[0]!.message).toContain(`"${typed}"`);
    expect(problems[0]!.message).toContain(what);
  });
});

describe('any text at all', () => {
  const pieces = fc
    .array(
      fc.constantFrom(
        ...'http https FILE blob x-y : // / @ [ ] ::1 . ? localhost a.example'.split(' '),
        ...'ü % # 443 80 99999 * \\ \0'.split(' '),
        ' ',
      ),
      { maxLength: 9 },
    )
    .map((parts) => parts.join(''));
  const typed = fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), pieces);

  it('is either an origin or a problem, and never an exception', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const { origin, problems } = readOrigin(text);
        expect(origin === null).toBe(problems.length > 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('once read is read again as itself, and says nothing more', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const { origin } = readOrigin(text);
        fc.pre(origin !== null);
        expect(readOrigin(origin)).toEqual({ origin, notes: [], problems: [] });
      }),
      { numRuns: 2000 },
    );
  });

  it('a URL of the web has the origin that the URL Standard gives it', () => {
    const url = fc.webUrl({ withQueryParameters: true, withFragments: true });
    fc.assert(
      fc.property(url, (text) => {
        fc.pre(!/[\s,;"'<>*]/.test(text));
        expect(readOrigin(text).origin).toBe(new URL(text).origin);
      }),
    );
  });
});
