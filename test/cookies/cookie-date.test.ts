import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCookieDate } from '../../src/cookies/cookie-date.js';

const seconds = (text: string): number => Date.parse(text) / 1000;

describe('a date of Expires', () => {
  it.each([
    ['Wed, 21 Oct 2015 07:28:00 GMT', '2015-10-21T07:28:00Z'],
    ['Wed, 21-Oct-2015 07:28:00 GMT', '2015-10-21T07:28:00Z'],
    ['Wednesday, 21-Oct-15 07:28:00 GMT', '2015-10-21T07:28:00Z'],
    ['Wed Oct 21 07:28:00 2015', '2015-10-21T07:28:00Z'],
    ['1 january 1999 0:0:0', '1999-01-01T00:00:00Z'],
    ['2000 Feb 29 23:59:59', '2000-02-29T23:59:59Z'],
    ['29 Feb 2000 23:59:59', '2000-02-29T23:59:59Z'],
    ['01 Jan 69 00:00:00', '2069-01-01T00:00:00Z'],
    ['01 Jan 70 00:00:00', '1970-01-01T00:00:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseCookieDate(text)).toBe(seconds(iso));
  });

  it.each([
    ['no time', '21 Oct 2015'],
    ['no year', '21 Oct 07:28:00'],
    ['no month', '21 2015 07:28:00'],
    ['an hour too late', '21 Oct 2015 24:00:00'],
    ['a day that the month does not have', '31 Apr 2015 00:00:00'],
    ['day nought', '0 Apr 2015 00:00:00'],
    ['before the Gregorian calendar', '21 Oct 1600 07:28:00'],
    ['a number', '0'],
    ['nothing', ''],
  ])('is none with %s', (_, text) => {
    expect(parseCookieDate(text)).toBeNull();
  });

  it('reads every date that toUTCString writes', () => {
    const least = Date.UTC(1601, 0, 1) / 1000;
    const most = Date.UTC(9999, 11, 31) / 1000;
    fc.assert(
      fc.property(fc.integer({ min: least, max: most }), (time) => {
        expect(parseCookieDate(new Date(time * 1000).toUTCString())).toBe(time);
      }),
    );
  });

  it('never throws', () => {
    const parts = fc.constantFrom(
      '1',
      '31',
      '70',
      '2020',
      'jan',
      'Dec',
      '23:59:59',
      ':',
      ' ',
      '-',
      'x',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(parts).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (some) => {
        const date = parseCookieDate(some);
        expect(date === null || Number.isSafeInteger(date)).toBe(true);
      }),
    );
  });
});
