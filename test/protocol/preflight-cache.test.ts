import { describe, expect, it } from 'vitest';
import type { Client, FetchRequest, HeaderList, NetworkRequest } from '../../src/protocol/index.js';
import { codes, page, PAGE, response, run } from './support/run.js';

const GRANT: HeaderList = [
  ['Access-Control-Allow-Origin', PAGE],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Access-Control-Allow-Methods', 'PUT, DELETE'],
  ['Access-Control-Allow-Headers', 'X-A, X-B'],
];
const PUT: Partial<FetchRequest> = { method: 'PUT' };

/** A page whose clock the test sets, and whose server grants GRANT for `maxAge`. */
class Visit {
  now = 0;
  readonly client: Client = page({ now: () => this.now });
  readonly #maxAge: HeaderList;

  constructor(...maxAge: readonly string[]) {
    this.#maxAge = maxAge.map((value) => ['Access-Control-Max-Age', value]);
  }

  /** Whether this request, made now, brings a preflight. */
  asksFirst(asked: Partial<FetchRequest>, headers: HeaderList = GRANT): boolean {
    const answer = ({ kind }: NetworkRequest) =>
      response(kind === 'preflight' ? [...headers, ...this.#maxAge] : GRANT);
    const outcome = run(asked, answer, this.client);
    expect(outcome.verdict).toBe('allowed');
    const cached = codes(outcome).includes('preflight-cached');
    expect(cached).toBe(outcome.exchanges.length === 1);
    return !cached;
  }
}

describe('how long a preflight is remembered', () => {
  it.each([
    [['600'], 600],
    [[' 10 '], 10],
    [['0600'], 600],
    [['999999'], 999999],
    [[], 5],
    [[''], 5],
    [['-1'], 5],
    [['+5'], 5],
    [['1.5'], 5],
    [['10s'], 5],
    [['10, 10'], 5],
    [['10', '10'], 5],
  ])('%j: %i seconds', (maxAge, seconds) => {
    const visit = new Visit(...maxAge);
    expect(visit.asksFirst(PUT)).toBe(true);
    visit.now = seconds - 0.001;
    expect(visit.asksFirst(PUT)).toBe(false);
    visit.now = seconds;
    expect(visit.asksFirst(PUT)).toBe(true);
  });

  it('0: not at all', () => {
    const visit = new Visit('0');
    expect(visit.asksFirst(PUT)).toBe(true);
    expect(visit.asksFirst(PUT)).toBe(true);
  });
});

describe('what a remembered preflight spares', () => {
  it.each<readonly [string, Partial<FetchRequest>, boolean]>([
    ['the same again', PUT, false],
    ['another method of the list', { method: 'DELETE' }, false],
    ['a method that is not in the list', { method: 'PATCH' }, true],
    [
      'headers of the list, in any order and case',
      {
        ...PUT,
        headers: [
          ['x-b', ''],
          ['X-A', ''],
        ],
      },
      false,
    ],
    ['headers of the list with a safelisted method', { headers: [['x-a', '']] }, false],
    [
      'a header that is not in the list',
      {
        ...PUT,
        headers: [
          ['x-a', ''],
          ['x-c', ''],
        ],
      },
      true,
    ],
    ['another path', { ...PUT, url: 'https://api.example/other' }, true],
    ['another query', { ...PUT, url: 'https://api.example/orders?a' }, true],
    ['another fragment', { ...PUT, url: 'https://api.example/orders#a' }, false],
    ['with credentials what was asked without', { ...PUT, credentials: 'include' }, true],
  ])('%s: asks first: %s', (_what, next, expected) => {
    const visit = new Visit('600');
    visit.asksFirst(PUT);
    const all: HeaderList = [
      ...GRANT,
      ['Access-Control-Allow-Methods', 'PATCH'],
      ['Access-Control-Allow-Headers', 'X-C'],
    ];
    expect(visit.asksFirst(next, all)).toBe(expected);
  });

  it('serves requests without credentials with what was granted with them', () => {
    const visit = new Visit('600');
    visit.asksFirst({ ...PUT, credentials: 'include' });
    expect(visit.asksFirst({ ...PUT, credentials: 'omit' })).toBe(false);
  });

  it('covers anything by * without credentials, but Authorization', () => {
    const any: HeaderList = [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Methods', '*'],
      ['Access-Control-Allow-Headers', '*'],
    ];
    const visit = new Visit('600');
    visit.asksFirst(PUT, any);
    expect(visit.asksFirst({ method: 'FOO', headers: [['x-any', '']] })).toBe(false);
    const authorization: HeaderList = [['authorization', 'x']];
    const named: HeaderList = [...any, ['Access-Control-Allow-Headers', 'authorization']];
    expect(visit.asksFirst({ headers: authorization }, named)).toBe(true);
    expect(visit.asksFirst({ headers: authorization })).toBe(false);
  });

  it('is not shared by origins, though they share the cache', () => {
    const visit = new Visit('600');
    const { preflightCache } = visit.client;
    visit.asksFirst(PUT);
    const other = page({ origin: 'https://other.example', preflightCache });
    const open = response([...GRANT.slice(1), ['Access-Control-Allow-Origin', '*']]);
    expect(run(PUT, open, other).exchanges).toHaveLength(2);
    expect(run(PUT, open, other).exchanges).toHaveLength(1);
    expect(run(PUT, response(GRANT), page({ preflightCache })).exchanges).toHaveLength(1);
  });
});

describe('what empties the cache', () => {
  const allow = response(GRANT);

  it('a preflighted request that fails, for its own URL only', () => {
    const visit = new Visit('600');
    const other = { ...PUT, url: 'https://api.example/other' };
    visit.asksFirst(PUT);
    visit.asksFirst(other);
    const failed = run(PUT, response([]), visit.client);
    expect(failed.verdict).toBe('blocked');
    expect(codes(failed)).toContain('preflight-cache-cleared');
    expect(visit.asksFirst(other)).toBe(false);
    expect(visit.asksFirst(PUT)).toBe(true);
  });

  it('not a simple request that fails', () => {
    const visit = new Visit('600');
    visit.asksFirst(PUT);
    expect(run({}, response([]), visit.client).verdict).toBe('blocked');
    expect(visit.asksFirst(PUT)).toBe(false);
  });

  it('a refused preflight leaves nothing behind', () => {
    const client = page();
    expect(run({ method: 'PATCH' }, allow, client).failure?.code).toBe('method-not-allowed');
    expect(run(PUT, allow, client).exchanges).toHaveLength(2);
  });
});
