import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES, ENGINES, Panel } from '../../src/engines/index.js';
import { sameAnswer } from '../../src/engines/together/same-answer.js';
import type { Behaviour, HeaderList, PreflightQuery } from '../../src/protocol/index.js';
import { parseUrl } from '../../src/protocol/index.js';

const panel = new Panel(ENGINE_NAMES.map((name) => ENGINES[name]));

/** Who came to what together, in how many runs. */
function decide<Result>(compute: (behaviour: Behaviour) => Result): [string[], Result][] {
  return panel
    .decide(compute)
    .map(({ engines, result }) => [engines.map(({ name }) => name), result]);
}

describe('a panel of engines', () => {
  it('runs once where nobody differs', () => {
    let runs = 0;
    const decided = decide(({ redirectLimit, normalizeMethod }) => {
      runs++;
      return normalizeMethod('put') + redirectLimit;
    });
    expect(decided).toEqual([[[...ENGINE_NAMES], 'PUT20']]);
    expect(runs).toBe(1);
  });

  it('parts over a value', () => {
    expect(decide(({ defaultSameSite }) => defaultSameSite)).toEqual([
      [['standard', 'chromium'], 'lax'],
      [['firefox', 'webkit'], 'none'],
    ]);
  });

  it('parts over an answer only where the answers differ', () => {
    const trusts = (url: string) =>
      decide(({ isPotentiallyTrustworthy }) => isPotentiallyTrustworthy(parseUrl(url)!));
    expect(trusts('https://a.example/')).toEqual([[[...ENGINE_NAMES], true]]);
    expect(trusts('http://localhost/')).toEqual([
      [['standard', 'chromium', 'firefox'], true],
      [['webkit'], false],
    ]);
  });

  it('parts again in those that left', () => {
    const decided = decide(({ defaultSameSite, cookiePrefixes }) => [
      defaultSameSite,
      cookiePrefixes,
    ]);
    expect(decided).toEqual([
      [['standard'], ['lax', 'secure-and-host']],
      [['chromium'], ['lax', 'http-too']],
      [['firefox'], ['none', 'http-too']],
      [['webkit'], ['none', 'none']],
    ]);
  });

  it.each([
    ['within the shortest of their limits', 599, false],
    ['after the limit of one', 601, false],
    ['after the limits of all browsers', 86_401, false],
    ['after a preflight that refused the request', 1, true],
  ])('keeps preflights as long as each engine would, asked %s', (_when, seconds, refusing) => {
    const lookUp = (behaviour: Behaviour) => covered(behaviour, seconds, refusing);
    const together = decide(lookUp).flatMap(([names, result]) =>
      names.map((name): [string, boolean] => [name, result]),
    );
    const alone = ENGINE_NAMES.map((name): [string, boolean] => [
      name,
      lookUp(ENGINES[name].behaviour),
    ]);
    expect(new Map(together)).toEqual(new Map(alone));
    expect(alone.map(([, result]) => result)).toContain(seconds < 86_401);
  });
});

/** Whether a preflight that allowed PUT for ever spares that of another PUT so many seconds later. */
function covered(behaviour: Behaviour, seconds: number, refusing: boolean): boolean {
  const headers: HeaderList = [['access-control-max-age', '1000000']];
  const query: PreflightQuery = {
    origin: 'https://a.example',
    pageOrigin: 'https://a.example',
    tainted: false,
    url: 'https://b.example/',
    href: 'https://b.example/',
    fetch: {},
    include: false,
    now: 0,
  };
  const cache = behaviour.createPreflightCache();
  expect(cache.covers(query, 'PUT', [], false)).toBe(false);
  if (!refusing || behaviour.cachesRefusingPreflight) {
    const maxAge = behaviour.maxAge(headers);
    cache.store(query, { methods: ['PUT'], headerNames: [], maxAge, headers, refusing });
  }
  return cache.covers({ ...query, now: seconds }, 'PUT', [], false);
}

describe('answers', () => {
  it.each([
    [null, null, true],
    ['absent', 'failure', false],
    [parseUrl('http://a/'), new URL('http://a'), true],
    [parseUrl('http://a/'), parseUrl('http://b/'), false],
    [parseUrl('http://a/'), 'absent', false],
    [[{ name: 'x-a', reason: 'name' }], [{ name: 'x-a', reason: 'name' }], true],
    [[{ name: 'x-a', reason: 'name' }], [{ name: 'x-b', reason: 'name' }], false],
    [[{ name: 'x-a', reason: 'name' }], [], false],
    [{ code: 'a', details: { value: null } }, { code: 'a', details: { value: null } }, true],
    [{ code: 'a', details: { value: null } }, { code: 'a', details: { value: '' } }, false],
    [{ code: 'a' }, { code: 'a', more: 1 }, false],
    [{ code: 'a' }, null, false],
  ])('%j and %j', (a, b, same) => {
    expect(sameAnswer(a, b)).toBe(same);
    expect(sameAnswer(b, a)).toBe(same);
  });
});
