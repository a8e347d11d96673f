import { describe, expect, it } from 'vitest';
import { corsPolicy, exactOrigin, type CorsPolicy } from '../../../src/policy/index.js';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { applyChanges, plainUpstream, TARGETS, type Upstream } from '../../../src/targets/index.js';

const target = TARGETS['haproxy-ingress'];
if (target.kind !== 'file') throw new Error('haproxy-ingress reads files');
const { read, emit, recognises } = target;

const COMMUNITY = 'haproxy-ingress.github.io/';
const TECH = 'haproxy.org/';
const PLACE = { origin: 'https://api.example.com', path: '/', upstream: 'http://api' };
const APP = 'https://app.example.com';
const ALLOW = 'access-control-allow-origin';

function ingress(
  prefix: string,
  annotations: Readonly<Record<string, string>>,
  paths: readonly string[] = ['/'],
): string {
  const lines = Object.entries(annotations).map(
    ([key, value]) => `    ${prefix}${key}: ${JSON.stringify(value)}\n`,
  );
  const items = paths.map(
    (path) =>
      `          - { path: ${path}, pathType: Prefix, backend: { service: { name: a, port: { number: 80 } } } }\n`,
  );
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: a
  annotations:
    ${prefix}timeout-server: 30s
${lines.join('')}spec:
  ingressClassName: haproxy
  rules:
    - host: api.example.com
      http:
        paths:
${items.join('')}`;
}

function ask(
  text: string,
  origin: string | null,
  { method = 'GET', upstream = plainUpstream as Upstream } = {},
): { status: number; by: string; get: (name: string) => string | undefined } {
  const { value } = read({ file: 'ingress.yaml', text });
  if (value === null) throw new Error('nothing was read');
  const request: NetworkRequest = {
    kind: 'request',
    url: 'https://api.example.com/',
    method,
    headers: origin === null ? [] : [['origin', origin]],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  const { status, headers, answeredBy } = value.simulate(request, upstream);
  const get = (name: string): string | undefined => {
    const lines = headers.filter((header) => header.name.toLowerCase() === name);
    return lines.length === 0 ? undefined : lines.map((line) => line.value).join(' | ');
  };
  return { status, by: answeredBy, get };
}

function rules(text: string): readonly string[] {
  return read({ file: 'ingress.yaml', text }).problems.map(({ rule }) => rule);
}

describe('haproxy-ingress', () => {
  it('sends * to everybody by default, without credentials', () => {
    const text = ingress(COMMUNITY, { 'cors-enable': 'true' });
    expect(ask(text, APP).get(ALLOW)).toBe('*');
    expect(ask(text, null).get(ALLOW)).toBe('*');
    expect(ask(text, APP).get('access-control-allow-credentials')).toBeUndefined();
    expect(ask(text, APP, { method: 'OPTIONS' }).get('access-control-max-age')).toBe('86400');
  });

  it('answers every OPTIONS request, and other origins with the first one', () => {
    const text = ingress(COMMUNITY, {
      'cors-enable': 'true',
      'cors-allow-origin': `${APP},https://b.example.com`,
    });
    const evil = ask(text, 'https://evil.test', { method: 'OPTIONS' });
    expect([evil.status, evil.by, evil.get(ALLOW)]).toEqual([204, 'server', APP]);
    const b = ask(text, 'https://b.example.com', {
      upstream: () => ({ status: 200, headers: [['Vary', 'Accept']] }),
    });
    expect([b.get(ALLOW), b.get('vary')]).toEqual(['https://b.example.com', 'Accept,Origin']);
  });

  it('does nothing for patterns beside an empty origin, and too much without one', () => {
    const pattern = {
      'cors-enable': 'true',
      'cors-allow-origin-regex': String.raw`^https://x\.example\.com$`,
    };
    const none = ingress(COMMUNITY, { ...pattern, 'cors-allow-origin': '' });
    expect(ask(none, 'https://x.example.com').get(ALLOW)).toBeUndefined();
    expect(rules(none)).toContain('no-allow-origin');
    const missing = ingress(COMMUNITY, pattern);
    expect(ask(missing, 'https://evil.test').get(ALLOW)).toBe('*');
    expect(rules(missing)).toContain('wildcard-beside-origins');
  });

  it.each([
    [{ 'cors-allow-origin': APP }, 'cors-not-enabled'],
    [{ 'cors-enable': 'true', 'cors-allow-origin': `${APP}/` }, 'origin-not-valid'],
    [
      { 'cors-enable': 'true', 'cors-allow-origin': 'https://*.example.com' },
      'origin-pattern-compared-literally',
    ],
    [{ 'cors-enable': 'true', 'cors-allow-credentials': 'true' }, 'wildcard-with-credentials'],
    [
      {
        'cors-enable': 'true',
        'cors-allow-origin': APP,
        'cors-allow-origin-regex': String.raw`https://.*\.example\.com`,
      },
      'origin-pattern-too-wide',
    ],
  ])('finds what is wrong in %o', (annotations, rule) => {
    expect(rules(ingress(COMMUNITY, annotations as Record<string, string>))).toContain(rule);
  });
});

describe('the controller of HAProxy Technologies', () => {
  it('compares with one pattern that is not anchored', () => {
    const text = ingress(TECH, { 'cors-enable': 'true', 'cors-allow-origin': APP });
    expect(ask(text, `${APP}.evil.test`).get(ALLOW)).toBe(`${APP}.evil.test`);
    expect(ask(text, 'https://evil.test').get(ALLOW)).toBeUndefined();
    expect(rules(text)).toEqual(
      expect.arrayContaining(['origin-pattern-too-wide', 'preflight-not-answered']),
    );
  });

  it('leaves preflights to the service unless told otherwise', () => {
    const base = { 'cors-enable': 'true', 'cors-allow-origin': '*', 'cors-max-age': '10m' };
    const left = ask(ingress(TECH, base), APP, { method: 'OPTIONS' });
    expect([left.status, left.by]).toEqual([405, 'upstream']);
    const told = ask(ingress(TECH, { ...base, 'cors-respond-to-options': 'true' }), APP, {
      method: 'OPTIONS',
    });
    expect([told.status, told.get('access-control-max-age')]).toEqual([204, '600']);
  });

  it('leaves the methods out for one that it does not know', () => {
    const text = ingress(TECH, { 'cors-enable': 'true', 'cors-allow-methods': 'GET, REPORT' });
    expect(ask(text, APP).get('access-control-allow-methods')).toBeUndefined();
    expect(rules(text)).toContain('methods-not-valid');
  });

  it('says which controller an object is for', () => {
    const text = ingress(TECH, {});
    const emission = emit(corsPolicy({ origins: [exactOrigin(APP)] }), PLACE, {
      file: 'ingress.yaml',
      text,
    });
    expect(emission.kind === 'change' ? applyChanges(text, emission.changes) : '').toContain(
      'haproxy.org/cors-respond-to-options: "true"',
    );
    expect(recognises({ file: 'x', text })).toBe(true);
    expect(recognises({ file: 'x', text: text.replaceAll('haproxy', 'traefik') })).toBe(false);
  });
});

describe('what neither can say', () => {
  const cannot = (text: string, policy: Partial<CorsPolicy>, path = '/'): string => {
    const whole = corsPolicy({ origins: [exactOrigin(APP)], ...policy });
    const emission = emit(whole, { ...PLACE, path }, { file: 'ingress.yaml', text });
    return emission.kind === 'cannot' ? emission.reasons.join(' ') : '';
  };

  it.each([
    [COMMUNITY, { methods: '*' as const }, /no "\*"/],
    [COMMUNITY, { origins: [exactOrigin('capacitor://localhost')] }, /http and https/],
    [TECH, { exposedHeaders: ['etag'] }, /Expose-Headers/],
    [TECH, { methods: ['REPORT'] }, /REPORT/],
    [TECH, { privateNetwork: true }, /Private-Network/],
  ])('%s %o', (prefix, policy, reason) => {
    expect(cannot(ingress(prefix, {}), policy)).toMatch(reason);
  });

  it('changes no object that answers elsewhere, too', () => {
    const text = ingress(COMMUNITY, {}, ['/', '/v1']);
    expect(cannot(text, {}, '/v1')).toMatch(/an Ingress of its own/);
  });
});
