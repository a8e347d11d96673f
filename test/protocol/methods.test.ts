import { describe, expect, it } from 'vitest';
import { answers, ending, OPEN, response, run, seen, sent } from './support/run.js';

describe('methods', () => {
  it.each([
    ['get', 'GET'],
    ['Head', 'HEAD'],
    ['post', 'POST'],
    ['put', 'PUT'],
    ['dElEtE', 'DELETE'],
    ['options', 'OPTIONS'],
    ['patch', 'patch'],
    ['Patch', 'Patch'],
    ['PATCH', 'PATCH'],
    ['query', 'query'],
    ['chicken', 'chicken'],
  ])('%s is sent as %s', (method, expected) => {
    const outcome = run({ method }, OPEN);
    expect(outcome.exchanges.at(-1)?.request.method).toBe(expected);
  });

  it.each(['CONNECT', 'connect', 'TRACE', 'Trace', 'TRACK', 'track'])(
    '%s is forbidden',
    (method) => {
      expect(ending(run({ method }, OPEN))).toBe('method-forbidden');
    },
  );

  it.each(['', ' GET', 'GET ', 'G ET', 'GET\n', 'MÉTHODE', 'a/b', 'a:b', '"x"', '(x)'])(
    '%j is no method',
    (method) => {
      expect(ending(run({ method }, OPEN))).toBe('method-invalid');
    },
  );

  it.each(['X', "a!#$%&'*+-.^_`|~1"])('%s is one', (method) => {
    expect(ending(run({ method }, OPEN))).toBe('allowed');
  });

  it.each([
    ['GET', 1],
    ['HEAD', 1],
    ['POST', 1],
    ['post', 1],
    ['OPTIONS', 2],
    ['PUT', 2],
    ['DELETE', 2],
    ['PATCH', 2],
    ['FOO', 2],
  ])('%s takes %i network requests', (method, count) => {
    expect(run({ method }, OPEN).exchanges).toHaveLength(count);
  });

  it('names the method in the preflight as it will be sent', () => {
    expect(sent(run({ method: 'delete' }, OPEN), 0, 'access-control-request-method')).toBe(
      'DELETE',
    );
    expect(sent(run({ method: 'patch' }, OPEN), 0, 'access-control-request-method')).toBe('patch');
  });

  it.each([
    ['PATCH', 'patch', 'method-not-allowed'],
    ['patch', 'PATCH', 'method-not-allowed'],
    ['patch', 'patch', 'allowed'],
    ['put', 'put', 'method-not-allowed'],
    ['put', 'PUT', 'allowed'],
  ])('%s where %s is allowed: %s', (method, allowed, expected) => {
    const preflight = response([
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Methods', allowed],
    ]);
    expect(ending(run({ method }, answers(preflight)))).toBe(expected);
  });

  it('sends nothing but the request to the page’s own origin', () => {
    const url = 'https://app.example/orders';
    expect(seen(run({ url, method: 'PUT', headers: [['x', '1']] }, response([])))).toEqual([
      `request PUT ${url}`,
    ]);
  });
});
