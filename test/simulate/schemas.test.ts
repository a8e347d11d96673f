import { describe, expect, it } from 'vitest';
import { generate } from '../../lab/generate/generate.js';
import { ENGINES, ENGINE_NAMES } from '../../src/engines/index.js';
import { readScenario } from '../../src/inputs/index.js';
import { runScenario } from '../../src/simulate/index.js';
import { schema } from './support/schemas.js';

const scenarioErrors = schema('scenario');
const recordErrors = schema('simulation');

const url = 'http://api.example/';
const request = { url };
const answer = { status: 200, headers: [] };
const valid = { id: 'x', origin: 'http://a.example', request, exchanges: [] };
const withRequest = (rest: object) => ({ ...valid, request: { url, ...rest } });
const withExchange = (rest: object) => ({ ...valid, exchanges: [{ url, ...rest }] });

/** What both the schema and the reader must take. */
const GOOD: readonly object[] = [
  valid,
  { origin: 'null', request, exchanges: [] },
  { ...valid, unknown: { key: 1 } },
  { id: 'x', origin: 'null', requests: [request, { url, after: 2.5 }], exchanges: [] },
  { ...valid, initiator: 'xhr', context: 'worker' },
  withRequest({ method: '', headers: [['', '']], credentials: 'omit', body: '' }),
  withRequest({ mode: 'no-cors', redirect: 'manual' }),
  withExchange({ response: answer }),
  withExchange({ preflight: { status: 999, headers: [['a', 'b']] } }),
  { ...valid, cookies: [{ url, set: 'a=b' }] },
  { ...valid, origin: 'null', topLevelOrigin: 'http://a.example' },
];

/** What both must refuse, with the path at which the reader names it. */
const BAD: readonly (readonly [path: string, json: unknown])[] = [
  ['$', null],
  ['$', [valid]],
  ['$', 'text'],
  ['$', { ...valid, requests: [request] }],
  ['$', { origin: 'null', exchanges: [] }],
  ['$', { origin: 'null', requests: [], exchanges: [] }],
  ['$.id', { ...valid, id: 1 }],
  ['$.origin', { ...valid, origin: 'a.example' }],
  ['$.origin', { request, exchanges: [] }],
  ['$.initiator', { ...valid, initiator: 'img' }],
  ['$.context', { ...valid, context: 'iframe' }],
  ['$.request', { ...valid, request: null }],
  ['$.request.url', { ...valid, request: {} }],
  ['$.request.method', withRequest({ method: 1 })],
  ['$.request.credentials', withRequest({ credentials: 'Include' })],
  ['$.request.mode', withRequest({ mode: 'navigate' })],
  ['$.request.redirect', withRequest({ redirect: null })],
  ['$.request.body', withRequest({ body: {} })],
  ['$.request.after', withRequest({ after: -1 })],
  ['$.request.headers', withRequest({ headers: { a: 'b' } })],
  ['$.request.headers[1]', withRequest({ headers: [['a', 'b'], ['c']] })],
  ['$.request.headers[0]', withRequest({ headers: [['a', 'b', 'c']] })],
  ['$.request.headers[0][1]', withRequest({ headers: [['a', 1]] })],
  ['$.request.mode', { ...withRequest({ mode: 'no-cors' }), initiator: 'xhr' }],
  [
    '$.requests[1].redirect',
    {
      origin: 'null',
      initiator: 'xhr',
      exchanges: [],
      requests: [request, { url, redirect: 'error' }],
    },
  ],
  ['$.exchanges', { ...valid, exchanges: {} }],
  ['$.exchanges', { id: 'x', origin: 'null', request }],
  ['$.exchanges[0]', withExchange({})],
  ['$.exchanges[0].url', { ...valid, exchanges: [{ response: answer }] }],
  ['$.exchanges[0].response.status', withExchange({ response: { status: '200', headers: [] } })],
  ['$.exchanges[0].response.status', withExchange({ response: { status: 99, headers: [] } })],
  ['$.exchanges[0].preflight.status', withExchange({ preflight: { status: 200.5, headers: [] } })],
  ['$.exchanges[0].preflight.headers', withExchange({ preflight: { status: 200 } })],
  ['$.exchanges[0].response.error', withExchange({ response: { error: 'bad-luck' } })],
  ['$.exchanges[0].response.detail', withExchange({ response: { error: 'time-out', detail: 1 } })],
  ['$.exchanges[0].response', withExchange({ response: { error: 'time-out', status: 200 } })],
  ['$.exchanges[0].preflight', withExchange({ preflight: { error: 'time-out', headers: [] } })],
  ['$.topLevelOrigin', { ...valid, topLevelOrigin: 'a.example' }],
  ['$.topLevelOrigin', { ...valid, topLevelOrigin: null }],
  ['$.cookies', { ...valid, cookies: { url, set: 'a=b' } }],
  ['$.cookies[0].url', { ...valid, cookies: [{ set: 'a=b' }] }],
  ['$.cookies[0].set', { ...valid, cookies: [{ url }] }],
];

describe('the schema of a scenario and the reader', () => {
  it.each(GOOD)('take %j', (json) => {
    expect(scenarioErrors(json)).toEqual([]);
    expect(readScenario(json)).toEqual({ value: json, problems: [] });
  });

  it.each(BAD)('refuse at %s %j', (path, json) => {
    expect(scenarioErrors(json)).not.toEqual([]);
    expect(readScenario(json).problems.map((problem) => problem.path)).toContain(path);
  });

  it('the reader alone refuses an origin that is not serialized and a URL that does not parse', () => {
    const origin = { ...valid, origin: 'http://a.example/' };
    expect(readScenario(origin).problems[0]?.message).toContain('"http://a.example"');
    const exchange = { ...valid, exchanges: [{ url: '/orders', response: answer }] };
    expect(readScenario(exchange).problems[0]?.path).toBe('$.exchanges[0].url');
    const cookie = { ...valid, cookies: [{ url: '/orders', set: 'a=b' }] };
    expect(readScenario(cookie).problems[0]?.path).toBe('$.cookies[0].url');
  });
});

describe('the schema of a record', () => {
  it('fits what every engine says of scenarios of all sorts', () => {
    let records = 0;
    for (const scenario of generate(400, 11)) {
      expect(scenarioErrors(scenario)).toEqual([]);
      for (const name of ENGINE_NAMES) {
        for (const record of runScenario(scenario, ENGINES[name])) {
          expect(recordErrors(JSON.parse(JSON.stringify(record))), scenario.id).toEqual([]);
          records++;
        }
      }
    }
    expect(records).toBeGreaterThan(1600);
  });

  it('refuses a record that contradicts itself', () => {
    const [record] = runScenario(generate(1, 1)[0]!, ENGINES.standard);
    const other = record!.verdict === 'allowed' ? 'blocked' : 'allowed';
    expect(recordErrors({ ...record, verdict: other })).not.toEqual([]);
    expect(recordErrors({ ...record, engine: 'ie' })).not.toEqual([]);
    expect(recordErrors({ ...record, requests: [{ url: '' }] })).not.toEqual([]);
  });
});
