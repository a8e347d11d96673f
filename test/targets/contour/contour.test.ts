import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import { target } from '../../../src/targets/contour/index.js';
import { secondsOf } from '../../../src/targets/contour/cors.js';
import { FIXTURES } from './fixtures.js';

const [two, plain] = FIXTURES;
const policy = corsPolicy({ origins: [exactOrigin('https://a.example')] });

describe('an HTTPProxy', () => {
  it('says nothing for one path of several, with the reason', () => {
    const emission = target.emit(
      policy,
      { ...two!.place, path: '/v2' },
      { file: 'p.yaml', text: two!.text },
    );
    expect(emission).toMatchObject({ kind: 'cannot' });
    expect(emission.kind === 'cannot' && emission.reasons[0]).toContain(
      'holds for its whole virtual host',
    );
  });

  it('is linted for origins with a slash and wildcards', () => {
    const rules = (origin: string): readonly (readonly [string, string])[] =>
      target
        .read({ file: 'p', text: two!.text.replace('https://old.example.com/', origin) })
        .problems.map(({ rule, message }) => [rule, message]);
    expect(rules('https://old.example.com/')[0]).toEqual([
      'allow-origin-not-valid',
      expect.stringContaining('Write https://old.example.com.'),
    ]);
    expect(rules('https://*.example.com')[0]?.[1]).toContain('regular expression');
    expect(rules('https://old.example.com')).toEqual([]);
    expect(rules('*')).toEqual([]);
  });

  it('needs a route for the place', () => {
    const emission = target.emit(
      policy,
      { ...plain!.place, path: '/other' },
      { file: 'p.yaml', text: plain!.text },
    );
    expect(emission).toMatchObject({
      kind: 'cannot',
      reasons: [expect.stringContaining('No HTTPProxy')],
    });
  });

  it('reads durations', () => {
    expect(['10m', '0', '1h30m', 'x', null].map(secondsOf)).toEqual([600, 0, 5400, null, null]);
  });
});

describe('an entry of allowOrigin', () => {
  // Contour takes what Go parses as scheme and host for an origin, whatever it looks like.
  it.each([
    ['*', 'https://x.example', true],
    ['https://a.example', 'https://a.example', true],
    ['https://A.example', 'https://a.example', true],
    ['https://*.example', 'https://a.example', false],
    ['https://*.example', 'https://xexample', false],
    ['https://.*example', 'https://a.example', false],
    ['https://.*\\.example', 'https://a.example', true],
    ['https://[a-z]+\\.example', 'https://a.example', true],
    ['https://(a|b).example', 'https://b.example', true],
    ['http://[::1]:3000', 'http://[::1]:3000', true],
  ])('%s takes %s: %s', (entry, origin, takes) => {
    const text = two!.text.replace('"https://old.example.com/"', JSON.stringify(entry));
    const { value } = target.read({ file: 'p', text });
    const { headers } = value!.simulate(
      {
        kind: 'request',
        url: 'https://api.example.com/',
        method: 'GET',
        headers: [['origin', origin]],
        body: null,
        credentials: false,
        redirectCount: 0,
      },
      () => ({ status: 200, headers: [] }),
    );
    expect(headers.some(({ name }) => name === 'Access-Control-Allow-Origin')).toBe(takes);
  });
});
