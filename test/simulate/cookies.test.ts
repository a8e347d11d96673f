import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulationRecord } from '../../src/simulate/index.js';
import { records, Workshop } from './support/command.js';

const ORIGIN = 'https://app.example.com';
const API = 'https://api.example.com/orders';
const OTHER = 'https://api.other.example/orders';
const CORS = [
  ['Access-Control-Allow-Origin', ORIGIN],
  ['Access-Control-Allow-Credentials', 'true'],
];

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open();
});
afterAll(() => shop.close());

async function simulate(scenario: object, engine: string): Promise<SimulationRecord[]> {
  const ended = await shop.simulate(['-', '--engine', engine], `${JSON.stringify(scenario)}\n`);
  expect(ended).toMatchObject({ status: 0, err: '' });
  return records(ended);
}

/** The Cookie header of each request, null for none. */
function cookies(all: readonly SimulationRecord[]): (string | null)[] {
  return all.flatMap(({ requests }) =>
    requests.map(({ headers }) => headers.find(([name]) => name === 'cookie')?.[1] ?? null),
  );
}

function scenario(url: string, rest: object): object {
  const response = { status: 200, headers: CORS };
  return { id: 'x', origin: ORIGIN, exchanges: [{ url, response }], ...rest };
}

describe('cookies in whycors simulate', () => {
  it('are sent as each browser sends them to another site', async () => {
    const request = { url: OTHER, credentials: 'include' };
    const jar = ['plain=1', 'none=1; SameSite=None; Secure', 'strict=1; SameSite=Strict'];
    const given = jar.map((set) => ({ url: OTHER, set }));
    const all = await simulate(scenario(OTHER, { request, cookies: given }), 'all');
    expect(Object.fromEntries(all.map((record) => [record.engine, cookies([record])[0]]))).toEqual({
      standard: 'none=1',
      chromium: 'none=1',
      firefox: null,
      webkit: 'plain=1; none=1',
    });
  });

  it('are set by answers, never by preflights, and expire in virtual time', async () => {
    const headers = [...CORS, ['Access-Control-Allow-Methods', 'PUT'], ['Set-Cookie', 'p=1']];
    const exchange = {
      url: API,
      preflight: { status: 204, headers: [...headers, ['Access-Control-Max-Age', '600']] },
      response: { status: 200, headers: [...CORS, ['Set-Cookie', 'id=1; Max-Age=10']] },
    };
    const silent = { url: API, response: { status: 200, headers: CORS } };
    const request = { url: API, method: 'PUT', credentials: 'include' };
    const requests = [request, { ...request, after: 9 }, { ...request, after: 1 }];
    const all = await simulate(
      scenario(API, { requests, exchanges: [exchange, exchange, silent] }),
      'standard',
    );
    // The preflight, then three requests; what the second one sets again lives ten seconds more.
    expect(cookies(all)).toEqual([null, null, 'id=1', 'id=1']);
    const once = await simulate(
      scenario(API, { requests, exchanges: [exchange, silent] }),
      'standard',
    );
    expect(cookies(once)).toEqual([null, null, 'id=1', null]);
  });

  it('do not go where credentials are left out', async () => {
    const given = [{ url: API, set: 'id=1' }];
    const request = { url: API, credentials: 'same-origin' };
    expect(cookies(await simulate(scenario(API, { request, cookies: given }), 'all'))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('of the site in the address bar go with a sandboxed frame only in WebKit', async () => {
    const request = { url: API, credentials: 'include' };
    const given = [{ url: API, set: 'id=1; SameSite=Strict' }];
    const framed = { request, cookies: given, origin: 'null', topLevelOrigin: ORIGIN };
    expect(cookies(await simulate(scenario(API, framed), 'all'))).toEqual([
      null,
      null,
      null,
      'id=1',
    ]);
  });

  it('leave Cross-Origin-Resource-Policy to the site, too', async () => {
    const headers = [['Cross-Origin-Resource-Policy', 'same-site']];
    const verdict = async (url: string) => {
      const exchanges = [{ url, response: { status: 200, headers } }];
      const all = await simulate(
        scenario(url, { request: { url, mode: 'no-cors' }, exchanges }),
        'standard',
      );
      return all[0]?.verdict;
    };
    expect([await verdict(API), await verdict(OTHER)]).toEqual(['allowed', 'blocked']);
  });
});
