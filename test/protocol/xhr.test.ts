import { describe, expect, it } from 'vitest';
import type { FetchRequest, HeaderList } from '../../src/protocol/index.js';
import { codes, ending, OPEN, PAGE, response, run, seen, sent } from './support/run.js';

const both = (asked: Partial<FetchRequest>) =>
  (['fetch', 'xhr'] as const).map((initiator) => run({ ...asked, initiator }, OPEN));

describe('XMLHttpRequest', () => {
  it('takes user name and password from the URL, where fetch() throws', () => {
    const url = 'https://me:secret@api.example/';
    const [fetch, xhr] = both({ url });
    expect(ending(fetch!)).toBe('url-includes-credentials');
    expect(seen(xhr!)).toEqual(['request GET https://api.example/']);
  });

  it('leaves out the body of GET and HEAD, where fetch() throws', () => {
    for (const method of ['GET', 'HEAD']) {
      const [fetch, xhr] = both({ method, body: 'x' });
      expect(ending(fetch!)).toBe('body-with-get-or-head');
      expect(xhr!.exchanges[0]!.request).toMatchObject({ method, body: null });
      expect(sent(xhr!, 0, 'content-type')).toBeNull();
    }
  });

  it('combines the values of one name under its first spelling', () => {
    const headers: HeaderList = [
      ['X-A', '1'],
      ['x-b', '2'],
      ['x-a', '3'],
    ];
    const [fetch, xhr] = both({ headers });
    expect(fetch!.exchanges[1]!.request.headers.slice(0, 3)).toEqual(headers);
    expect(xhr!.exchanges[1]!.request.headers.slice(0, 2)).toEqual([
      ['X-A', '1, 3'],
      ['x-b', '2'],
    ]);
  });

  it('combines before it looks at the safelist', () => {
    const headers: HeaderList = [
      ['accept', 'a'.repeat(64)],
      ['accept', 'b'.repeat(64)],
    ];
    const [fetch, xhr] = both({ headers });
    expect(fetch!.exchanges).toHaveLength(1);
    expect(sent(xhr!, 0, 'access-control-request-headers')).toBe('accept');
  });

  it.each([
    ['text/plain;charset=latin1', 'text/plain;charset=UTF-8'],
    ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
    ['text/plain; charset=UTF-8', 'text/plain; charset=UTF-8'],
    ['Text/Plain', 'Text/Plain'],
    ['text', 'text'],
  ])('rewrites the charset of a text body: %s → %s', (value, expected) => {
    const headers: HeaderList = [['Content-Type', value]];
    const [fetch, xhr] = both({ method: 'POST', body: 'x', headers });
    const last = (outcome: typeof fetch) => outcome!.exchanges.length - 1;
    expect(sent(fetch!, last(fetch), 'content-type')).toBe(value);
    expect(sent(xhr!, last(xhr), 'content-type')).toBe(expected);
    expect(codes(xhr!).includes('content-type-charset-rewritten')).toBe(value !== expected);
  });

  it('has no way to omit credentials', () => {
    const [fetch, xhr] = both({ url: `${PAGE}/`, credentials: 'omit' });
    expect(fetch!.exchanges[0]!.request.credentials).toBe(false);
    expect(xhr!.exchanges[0]!.request.credentials).toBe(true);
  });

  it('with listeners on upload needs a preflight and counts its method as allowed', () => {
    const asked = { method: 'POST', initiator: 'xhr', uploadListeners: true } as const;
    const bare = response([['Access-Control-Allow-Origin', '*']]);
    expect(ending(run(asked, bare))).toBe('allowed');
    expect(run(asked, bare).exchanges).toHaveLength(2);
    expect(sent(run(asked, bare), 0, 'access-control-request-method')).toBe('POST');
    expect(ending(run({ ...asked, method: 'PUT' }, bare))).toBe('allowed');
  });
});
