import { describe, expect, it } from 'vitest';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { target } from '../../../src/targets/kong/index.js';
import { FIXTURES } from './fixtures.js';

function objects(config: string): string {
  return FIXTURES[0]!.text.replace(
    /config:\n {2}origins[\s\S]*?max_age: 60\n/,
    `config: ${config}\n`,
  );
}

function ask(
  config: string,
  method: string,
  origin: string,
): { status: number; get: (name: string) => string | undefined } {
  const { value } = target.read({ file: 'k.yaml', text: objects(config) });
  const request: NetworkRequest = {
    kind: 'request',
    url: 'https://api.example.com/orders',
    method,
    headers: [
      ['origin', origin],
      ...(method === 'OPTIONS'
        ? ([
            ['access-control-request-method', 'PUT'],
            ['access-control-request-headers', 'x-a'],
          ] as const)
        : []),
    ],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const { status, headers } = value!.simulate(request, () => ({
    status: 200,
    headers: [['Access-Control-Allow-Origin', 'https://service.example']],
  }));
  return {
    status,
    get: (name) =>
      headers
        .filter((each) => each.name.toLowerCase() === name)
        .map(({ value: text }) => text)
        .join(' | ') || undefined,
  };
}

const ALLOW = 'access-control-allow-origin';

// Kong/kong, spec/03-plugins/13-cors/01-access_spec.lua has cases of the same kind.
describe('the cors plugin', () => {
  it.each([
    ['{ origins: ["https://a.example"] }', 'https://b.example', 'https://a.example'],
    [
      '{ origins: ["https://a.example", "https://b.example"] }',
      'https://b.example',
      'https://b.example',
    ],
    ['{ origins: ["https://a.example", "https://b.example"] }', 'https://c.example', undefined],
    ['{ origins: ["*"] }', 'https://c.example', '*'],
    ['{ origins: ["*"], credentials: true }', 'https://c.example', 'https://c.example'],
    ['{}', 'https://c.example', '*'],
    ['{ origins: ["https://a.example", "*"] }', 'https://c.example', '*'],
    [
      '{ origins: ["https://a.example", "*"], credentials: true }',
      'https://c.example',
      'https://c.example',
    ],
    [
      '{ origins: ["https://a.example/", "https://b.example:443"] }',
      'https://a.example',
      'https://a.example',
    ],
    ['{ origins: ["https://a.example/"] }', 'https://a.example', 'https://a.example/'],
    ['{ origins: ["https://.*\\\\.a\\\\.example"] }', 'https://x.a.example.evil.test', undefined],
    ['{ origins: [".*\\\\.a\\\\.example"] }', 'http://x.a.example:8080', 'http://x.a.example:8080'],
  ])('%s to %s: %s', (config, origin, expected) => {
    expect(ask(config, 'GET', origin).get(ALLOW)).toBe(expected);
  });

  it('mirrors request headers where none are listed, and is linted for it', () => {
    const { status, get } = ask(
      '{ origins: ["https://a.example"] }',
      'OPTIONS',
      'https://a.example',
    );
    expect([status, get('access-control-allow-headers')]).toEqual([200, 'x-a']);
    expect(
      ask('{ origins: ["https://a.example"], headers: [x-b] }', 'OPTIONS', 'https://a.example').get(
        'access-control-allow-headers',
      ),
    ).toBe('x-b');
    const rules = (config: string): readonly string[] =>
      target.read({ file: 'k', text: objects(config) }).problems.map(({ rule }) => rule);
    expect(rules('{ origins: ["https://a.example"] }')).toEqual(['headers-mirrored']);
    expect(rules('{ origins: ["*"], credentials: true, headers: [x] }')).toEqual([
      'any-origin-with-credentials',
    ]);
    expect(rules('{ origins: ["https://a.example/"], headers: [x] }')).toEqual([
      'allow-origin-not-valid',
    ]);
  });
});
