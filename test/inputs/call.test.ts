import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCall, type CallOptions } from '../../src/inputs/index.js';

const URL = 'https://api.example/orders';

describe('the call', () => {
  it('has the defaults of fetch()', () => {
    expect(readCall(URL, {})).toEqual({
      request: {
        url: URL,
        method: 'GET',
        headers: [],
        credentials: 'same-origin',
        mode: 'cors',
        redirect: 'follow',
        body: null,
        initiator: 'fetch',
      },
      cookie: null,
      notes: [],
      problems: [],
    });
  });

  it.each<[string, CallOptions, object]>([
    ['-X, as typed: fetch() makes no capitals of patch', { method: 'patch' }, { method: 'patch' }],
    ['-d makes a POST', { data: 'a=1' }, { method: 'POST', body: 'a=1' }],
    ['-d with -X', { data: 'a=1', method: 'PUT' }, { method: 'PUT', body: 'a=1' }],
    ['-d with nothing in it is a body, too', { data: '' }, { method: 'POST', body: '' }],
    ['-H', { header: ['X-A: b'] }, { headers: [['X-A', 'b']] }],
    ['-H without a space', { header: ['X-A:b'] }, { headers: [['X-A', 'b']] }],
    ['-H with space around', { header: [' X-A : b '] }, { headers: [['X-A', 'b']] }],
    ['-H with colons in the value', { header: ['X-A: b:c'] }, { headers: [['X-A', 'b:c']] }],
    ['-H with no value', { header: ['X-A;'] }, { headers: [['X-A', '']] }],
    ['-H with an empty value', { header: ['X-A:'] }, { headers: [['X-A', '']] }],
    [
      '-H twice, in order',
      { header: ['B: 1', 'A: 2', 'b: 3'] },
      {
        headers: [
          ['B', '1'],
          ['A', '2'],
          ['b', '3'],
        ],
      },
    ],
    ['-u', { user: 'me:pw' }, { headers: [['Authorization', 'Basic bWU6cHc=']] }],
    ['-u without a password', { user: 'me' }, { headers: [['Authorization', 'Basic bWU6']] }],
    ['-u in UTF-8', { user: 'ü:ß' }, { headers: [['Authorization', 'Basic w7w6w58=']] }],
    ['--credentials', { credentials: 'include' }, { credentials: 'include' }],
    ['--mode', { mode: 'no-cors' }, { mode: 'no-cors' }],
    ['--redirect', { redirect: 'manual' }, { redirect: 'manual' }],
    ['--xhr', { xhr: true }, { initiator: 'xhr' }],
  ])('%s', (_, options, request) => {
    const reading = readCall(URL, options);
    expect(reading.problems).toEqual([]);
    expect(reading.request).toMatchObject(request);
  });

  it.each([
    ['localhost:8080/orders', 'http://localhost:8080/orders'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['[::1]:8080/', 'http://[::1]:8080/'],
    ['api.example/orders?a=1', 'https://api.example/orders?a=1'],
  ])('%s has no scheme: %s', (typed, url) => {
    const { request, notes, problems } = readCall(typed, {});
    expect({ url: request?.url, problems }).toEqual({ url, problems: [] });
    expect(notes).toEqual([`No scheme was given: ${url} is assumed.`]);
  });

  it('notes what text as a body means, and a cookie that will not be sent', () => {
    expect(readCall(URL, { data: 'x' }).notes.join()).toContain('text/plain');
    expect(readCall(URL, { data: 'x', header: ['content-type: a/b'] }).notes).toEqual([]);
    expect(readCall(URL, { cookie: 'id=1' })).toMatchObject({ cookie: 'id=1' });
    expect(readCall(URL, { cookie: 'id=1' }).notes.join()).toContain('--credentials include');
    expect(readCall(URL, { cookie: 'id=1', credentials: 'include' }).notes).toEqual([]);
  });
});

describe('what cannot be meant', () => {
  it.each<[string, CallOptions, path: string, named: string]>([
    ['', {}, 'URL', '""'],
    ['http://', {}, 'URL', '"http://"'],
    ['http://a b/', {}, 'URL', '"http://a b/"'],
    ['http://a.example:99999/', {}, 'URL', '99999'],
    ['/orders', {}, 'URL', '"/orders"'],
    [URL, { method: 'A B' }, '--method', '"A B"'],
    [URL, { method: '' }, '--method', '""'],
    [URL, { credentials: 'yes' }, '--credentials', 'omit, same-origin, include'],
    [URL, { mode: 'websocket' }, '--mode', 'cors, no-cors, same-origin'],
    [URL, { redirect: 'maybe' }, '--redirect', 'follow, error, manual'],
    [URL, { header: ['no colon'] }, '--header', '"no"'],
    [URL, { header: [': x'] }, '--header', 'Name: value'],
    [URL, { header: ['A B: x'] }, '--header', 'Name: value'],
    [URL, { xhr: true, mode: 'no-cors' }, '--xhr', '--mode'],
  ])('%s %j is a problem of %s', (url, options, path, named) => {
    const { request, problems } = readCall(url, options);
    expect(request).toBeNull();
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]!.message).toContain(named);
  });

  it('is told all at once', () => {
    const options = { method: 'A B', mode: 'x', credentials: 'x', redirect: 'x', header: ['x'] };
    expect(readCall('', options).problems).toHaveLength(6);
  });

  it('never quotes a secret that lacks its name', () => {
    const { problems } = readCall(URL, { header: ['Bearer v3rys3cret'] });
    expect(problems[0]!.message).not.toContain('v3rys3cret');
  });
});

it('reads anything without an exception: a request or a problem', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.constantFrom('', ':', ';'));
  const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
  const options = fc.record(
    {
      method: maybe(fc.oneof(text, fc.constantFrom('GET', 'put', 'CONNECT'))),
      header: fc.array(fc.oneof(text, fc.constant('X-A: b'))),
      data: text,
      user: text,
      cookie: text,
      credentials: fc.oneof(text, fc.constant('include')),
      mode: fc.oneof(text, fc.constant('cors')),
      redirect: fc.oneof(text, fc.constant('follow')),
      xhr: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(text, options, (url, given) => {
      const { request, problems } = readCall(url, given as CallOptions);
      expect(request === null).toBe(problems.length > 0);
    }),
    { numRuns: 1000 },
  );
});
