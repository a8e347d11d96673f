import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin, readAllowedOrigin } from '../../../src/policy/index.js';
import { TARGETS, type Emission, type TargetId } from '../../../src/targets/index.js';

const PLACE = { origin: 'https://api.example.com', path: '/', upstream: 'http://127.0.0.1:3000' };
const APP = exactOrigin('https://app.example.com');

function emitted(id: TargetId, policy: Parameters<typeof corsPolicy>[0], path = '/'): Emission {
  const target = TARGETS[id];
  if (target.kind !== 'code') throw new Error(`${id} is no code target`);
  return target.emit(corsPolicy({ origins: [APP], methods: ['GET'], ...policy }), {
    ...PLACE,
    path,
  });
}

function text(emission: Emission): string {
  return emission.kind === 'cannot' ? '' : emission.changes.map((each) => each.text).join('\n');
}

describe('code targets', () => {
  it.each(['fastapi', 'rails', 'go-rs-cors', 'spring', 'aspnet', 'laravel'] as const)(
    '%s repeats headers where all are allowed, which lets Authorization in',
    (id) => expect(emitted(id, { requestHeaders: '*' }).kind).toBe('cannot'),
  );

  it.each(['fastapi', 'flask', 'rails', 'go-rs-cors', 'laravel'] as const)(
    '%s has no wildcard for methods',
    (id) => expect(emitted(id, { methods: '*' }).kind).toBe('cannot'),
  );

  it('says all reasons at once', () => {
    const emission = emitted('go-rs-cors', { methods: '*', requestHeaders: '*', maxAge: 0 });
    expect(emission).toMatchObject({ kind: 'cannot', reasons: { length: 3 } });
  });

  it.each([
    'flask',
    'fastapi',
    'rails',
    'go-rs-cors',
    'aspnet',
    'spring',
    'go-jub0bs-cors',
  ] as const)('%s adds no middleware where nobody is allowed', (id) =>
    expect(text(emitted(id, { origins: [] }))).not.toMatch(/allow_?origin|cors\.New|AddCors\(/i),
  );

  it('rs/cors never gets an empty list of origins, which would be all', () => {
    expect(text(emitted('go-rs-cors', { origins: [] }))).not.toContain('AllowedOrigins');
  });

  it('Django sends no Max-Age of 0', () => {
    expect(emitted('django', { maxAge: 0 }).kind).toBe('cannot');
    expect(text(emitted('flask', { maxAge: 0 }))).toContain('max_age="0"');
  });

  it('jub0bs/cors takes any depth only', () => {
    const wild = (written: string): Emission =>
      emitted('go-jub0bs-cors', {
        origins: [readAllowedOrigin(written).value ?? APP],
      });
    expect(wild('https://*.example.com').kind).toBe('cannot');
    expect(text(wild('https://**.example.com'))).toContain('"https://*.example.com"');
  });

  it('Laravel gets a single origin as a pattern', () => {
    const said = text(emitted('laravel', {}));
    expect(said).toContain("'allowed_origins' => [],");
    expect(said).toContain("'#^https://app\\.example\\.com\\z#'");
  });

  it.each([
    ['django', 'CORS_URLS_REGEX = r"^/v1(?:/|\\Z)"'],
    ['flask', 'resources=r"^/v1(?:/.*)?\\Z"'],
    ['rails', 'resource %r{\\A/v1(?:/|\\z)}'],
    ['laravel', "'paths' => ['v1', 'v1/*']"],
    ['spring', 'addUrlPatterns("/v1/*")'],
  ] as const)('%s limits it to a path', (id, said) => {
    expect(text(emitted(id, {}, '/v1'))).toContain(said);
  });
});
