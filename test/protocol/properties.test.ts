import { array, assert, constantFrom, integer, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGINE_NAMES, ENGINES } from '../../src/engines/index.js';
import {
  STEPS,
  type FetchRequest,
  type HeaderList,
  type NetworkRequest,
  type NetworkResult,
  type Outcome,
} from '../../src/protocol/index.js';
import { origins, requests, servers } from './support/arbitraries.js';
import { API, page, PAGE, run, sent } from './support/run.js';

/** One value of a header, the way that the CORS check reads it, written anew. */
function combined(headers: HeaderList, lower: string): string | null {
  const lines = headers.filter(([name]) => name.toLowerCase() === lower);
  if (lines.length === 0) return null;
  return lines.map(([, value]) => value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')).join(', ');
}

/** Whether a response allows what the request's Origin said. */
function allows(headers: HeaderList, origin: string | null, include: boolean): boolean {
  const allowed = combined(headers, 'access-control-allow-origin');
  if (allowed === '*' && !include) return true;
  if (allowed === null || allowed !== origin) return false;
  return !include || combined(headers, 'access-control-allow-credentials') === 'true';
}

/** Indexes of the exchanges whose response had to pass the CORS check. */
function checked({ exchanges }: Outcome, origin: string): number[] {
  const first = exchanges.findIndex(({ request }) => new URL(request.url).origin !== origin);
  if (first < 0) return [];
  return exchanges.map((_, index) => index).slice(first);
}

describe.each(ENGINE_NAMES)('%s, for any request and any answers', (name) => {
  const { behaviour } = ENGINES[name];
  const client = (origin: string) =>
    page({ origin, behaviour, preflightCache: behaviour.createPreflightCache() });

  it('never throws and always ends, with an outcome that fits together', () => {
    assert(
      property(requests, servers, origins, (asked, server, origin) => {
        const outcome = run(asked, server(), client(origin));
        const { verdict, response, failure, trace, exchanges } = outcome;
        expect(response === null).toBe(verdict === 'blocked');
        expect(failure === null).toBe(verdict === 'allowed');
        expect(exchanges.length).toBeLessThanOrEqual(2 * 21);
        for (const entry of trace) {
          expect(STEPS).toHaveProperty(entry.step);
          expect(entry.exchange).toBeGreaterThanOrEqual(-1);
          expect(entry.exchange).toBeLessThanOrEqual(exchanges.length);
        }
        const failed = trace.filter(({ result }) => result === 'fail');
        expect(failed.map(({ code }) => code)).toEqual(failure === null ? [] : [failure.code]);
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same outcome for the same input', () => {
    assert(
      property(requests, servers, (asked, server) => {
        const [a, b] = [run(asked, server(), client(PAGE)), run(asked, server(), client(PAGE))];
        expect(a).toEqual(b);
      }),
    );
  });
});

describe('the standard', () => {
  it('allows a cors response only where every CORS check on the way holds', () => {
    let allowed = 0;
    assert(
      property(requests, servers, origins, (asked, server, origin) => {
        const simple = {
          url: API,
          mode: 'cors',
          redirect: 'follow',
          headers: [],
          body: null,
        } as const;
        const method = ['GET', 'PUT', 'POST'].includes(asked.method) ? asked.method : 'GET';
        const outcome = run({ ...asked, ...simple, method }, server(), page({ origin }));
        if (outcome.response?.type !== 'cors') return;
        allowed++;
        const include = asked.credentials === 'include';
        for (const index of checked(outcome, origin)) {
          const { result } = outcome.exchanges[index]!;
          const headers = 'headers' in result ? result.headers : [];
          expect(allows(headers, sent(outcome, index, 'origin'), include)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
    // Some hundreds are expected: the property is not about nothing.
    expect(allowed).toBeGreaterThan(50);
  });

  it('allows whatever is answered with a complete set of CORS headers', () => {
    const asks = record({
      method: constantFrom('GET', 'POST', 'PUT', 'patch', 'DELETE', 'QUERY', '*'),
      headers: array(
        tuple(
          constantFrom('X-A', 'x-b', 'Authorization', 'Content-Type', 'Accept', 'Range', '*'),
          constantFrom('1', 'application/json', 'a"b', ''),
        ),
        { maxLength: 4 },
      ),
      credentials: constantFrom('omit', 'same-origin', 'include'),
      initiator: constantFrom('fetch', 'xhr'),
    });
    const hop = tuple(
      constantFrom(301, 302, 303, 307, 308),
      constantFrom(PAGE, 'https://a.example/1', 'https://b.example:8443/2', '/relative'),
    );
    const status = integer({ min: 200, max: 599 }).filter((one) => one < 300 || one > 308);
    const preflightStatus = integer({ min: 200, max: 299 });
    assert(
      property(
        asks,
        array(hop, { maxLength: 20 }),
        status,
        preflightStatus,
        (asked, hops, ...codes) => {
          const server = completeServer(hops, ...codes);
          const outcome = run(asked as Partial<FetchRequest>, server);
          expect(outcome.failure).toBeNull();
          expect(outcome.response).toMatchObject({ type: 'cors', status: codes[0] });
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** A server that does everything right: it allows just what is asked, hop after hop. */
function completeServer(
  hops: readonly (readonly [status: number, location: string])[],
  status: number,
  preflightStatus: number,
) {
  return ({ kind, headers, redirectCount }: NetworkRequest): NetworkResult => {
    const value = (name: string): string => combined(headers, name) ?? '';
    const cors: HeaderList = [
      ['Access-Control-Allow-Origin', value('origin')],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Methods', value('access-control-request-method')],
      ['Access-Control-Allow-Headers', value('access-control-request-headers')],
    ];
    if (kind === 'preflight') return { status: preflightStatus, headers: cors };
    const hop = hops[redirectCount];
    if (hop === undefined) return { status, headers: cors };
    return { status: hop[0], headers: [...cors, ['Location', hop[1]]] };
  };
}
