import { describe, expect, it } from 'vitest';
import type { NetworkRequest } from '../../../src/protocol/index.js';
import { plainUpstream } from '../../../src/targets/index.js';
import { ingressesOf } from '../../../src/targets/ingress-nginx/read.js';
import { serversOf } from '../../../src/targets/ingress-nginx/servers.js';
import { controllerOf, type Controller } from '../../../src/targets/ingress-nginx/controller.js';
import { simulate } from '../../../src/targets/ingress-nginx/simulate.js';
import { controllerVersion } from '../../../src/targets/ingress-nginx/version.js';

interface Given {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly host?: string;
  /** `Prefix /a`, `Exact /a`. */
  readonly paths?: readonly string[];
  readonly created?: string;
  readonly tls?: boolean;
}

function ingress({
  name,
  annotations = {},
  host = 'api.test',
  paths = [],
  created,
  tls,
}: Given): string {
  const prefixed = Object.entries(annotations).map(([key, value]) => [
    `nginx.ingress.kubernetes.io/${key}`,
    value,
  ]);
  const metadata = { name, annotations: Object.fromEntries(prefixed) as object };
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: created === undefined ? metadata : { ...metadata, creationTimestamp: created },
    spec: {
      ...(tls === true ? { tls: [{ hosts: [host] }] } : {}),
      rules: [
        {
          host,
          http: {
            paths: paths.map((each) => {
              const [pathType, path] = each.split(' ');
              return { path, pathType, backend: { service: { name, port: { number: 80 } } } };
            }),
          },
        },
      ],
    },
  });
}

function answer(
  objects: readonly Given[],
  url: string,
  { method = 'GET', headers = [] as NetworkRequest['headers'], credentials = false } = {},
  controller?: Controller,
): {
  status: number;
  by: string | null;
  action: string | null;
  get: (name: string) => string | null;
} {
  const text = objects.map(ingress).join('\n---\n');
  const request: NetworkRequest = {
    kind: 'request',
    url,
    method,
    headers: [['origin', 'https://app.test'], ...headers],
    body: null,
    credentials,
    redirectCount: 0,
  };
  const servers = serversOf(ingressesOf({ file: 'all.yaml', text }));
  const found = simulate(servers, request, plainUpstream, controller);
  const get = (name: string): string | null =>
    found.headers.find((each) => each.name.toLowerCase() === name)?.value ?? null;
  return {
    status: found.status,
    by: found.location?.ingress.name ?? null,
    action: found.action,
    get,
  };
}

const ALLOW = 'access-control-allow-origin';
const cors = { 'enable-cors': 'true', 'cors-allow-origin': 'https://app.test' };

describe('which object answers', () => {
  const by = (objects: readonly Given[], path: string): string | null =>
    answer(objects, `https://api.test${path}`).by;

  it('is the longest prefix by path elements, whatever the order', () => {
    const objects = [
      { name: 'root', paths: ['Prefix /'] },
      { name: 'orders', paths: ['Prefix /v1/orders'] },
    ];
    expect(by(objects, '/v1/orders')).toBe('orders');
    expect(by(objects, '/v1/orders/7')).toBe('orders');
    expect(by(objects, '/v1/ordersx')).toBe('root');
    expect(by(objects, '/v1//orders/7')).toBe('orders');
  });

  it('is an exact path before a longer prefix', () => {
    const objects = [
      { name: 'prefix', paths: ['Prefix /a'] },
      { name: 'exact', paths: ['Exact /a'] },
    ];
    expect([by(objects, '/a'), by(objects, '/a/b')]).toEqual(['exact', 'prefix']);
  });

  it('of the same path is the oldest object, of the same age the last name', () => {
    const young = { name: 'young', paths: ['Prefix /a'], created: '2026-02-01T00:00:00Z' };
    const old = { name: 'old', paths: ['Prefix /a'], created: '2025-02-01T00:00:00Z' };
    expect(by([young, old], '/a')).toBe('old');
    expect(
      by(
        [
          { ...old, name: 'a' },
          { ...old, name: 'b' },
        ],
        '/a',
      ),
    ).toBe('b');
    expect(
      by(
        [
          { name: 'first', paths: ['Prefix /a'] },
          { name: 'second', paths: ['Prefix /a'] },
        ],
        '/a',
      ),
    ).toBe('first');
  });

  it('is never a canary', () => {
    const canary = {
      name: 'canary',
      paths: ['Prefix /a'],
      annotations: { ...cors, canary: 'true' },
    };
    expect(by([canary, { name: 'main', paths: ['Prefix /a'] }], '/a')).toBe('main');
  });

  it('for a path that nobody names is the first object of the host, with a 404', () => {
    const objects = [{ name: 'a', paths: ['Prefix /a'], annotations: cors }];
    const { status, by: name, get } = answer(objects, 'https://api.test/b');
    expect([status, name, get(ALLOW)]).toEqual([404, 'a', 'https://app.test']);
  });

  it('has one label for a wildcard, after exact names, before rules without a host', () => {
    const objects = [
      { name: 'any', host: '', paths: ['Prefix /'] },
      { name: 'wild', host: '*.test', paths: ['Prefix /'] },
      { name: 'exact', paths: ['Prefix /'] },
    ];
    const at = (host: string): string | null => answer(objects, `https://${host}/`).by;
    expect([at('api.test'), at('b.test'), at('a.b.test')]).toEqual(['exact', 'wild', 'any']);
  });

  it('with one use-regex on a host is the longest pattern, with open ends for all', () => {
    const objects = [
      { name: 'plain', paths: ['Exact /foo'] },
      {
        name: 'regex',
        paths: ['ImplementationSpecific /v[12]/.*'],
        annotations: { 'use-regex': 'true' },
      },
    ];
    expect([by(objects, '/foobar'), by(objects, '/FOO'), by(objects, '/v2/x')]).toEqual([
      'plain',
      'plain',
      'regex',
    ]);
  });
});

describe('what keeps a request from the backend', () => {
  const one = (annotations: Readonly<Record<string, string>>, tls = false): readonly Given[] => [
    { name: 'a', paths: ['Prefix /'], annotations, tls },
  ];

  it.each([
    ['ssl-redirect', one({}, true), 'http://api.test/x', 308, 'https://api.test/x'],
    [
      'force-ssl-redirect',
      one({ 'force-ssl-redirect': 'true' }),
      'http://api.test/x?y=1',
      308,
      'https://api.test/x?y=1',
    ],
    ['app-root', one({ 'app-root': '/app' }), 'https://api.test/', 302, 'https://api.test/app'],
    [
      'permanent-redirect',
      one({ 'permanent-redirect': 'https://new.test/' }),
      'https://api.test/x',
      301,
      'https://new.test/',
    ],
    [
      'from-to-www-redirect',
      one({ 'from-to-www-redirect': 'true' }),
      'https://www.api.test/x',
      308,
      'https://api.test/x',
    ],
  ])('%s', (action, objects, url, status, location) => {
    const found = answer(objects, url);
    expect([found.action, found.status, found.get('location')]).toEqual([action, status, location]);
    expect(found.get(ALLOW)).toBeNull();
  });

  it('is nothing for a matched preflight, which CORS answers first; the redirect carries its headers', () => {
    const objects = one({ ...cors, 'permanent-redirect': 'https://new.test/' });
    expect(answer(objects, 'https://api.test/', { method: 'OPTIONS' }).status).toBe(204);
    const { status, get } = answer(objects, 'https://api.test/');
    expect([status, get(ALLOW)]).toEqual([301, 'https://app.test']);
  });

  it('is not https where the annotation or the ConfigMap says so', () => {
    const off = answer(one({ 'ssl-redirect': 'false' }, true), 'http://api.test/');
    expect(off.status).toBe(200);
    const controller = controllerOf(new Map([['ssl-redirect', 'false']]));
    expect(answer(one({}, true), 'http://api.test/', {}, controller).status).toBe(200);
  });

  it('is authentication for an unmatched preflight, not for a matched one or a login', () => {
    const basic = { 'auth-type': 'basic', 'auth-secret': 's' };
    const preflight = { method: 'OPTIONS' };
    expect(answer(one(basic), 'https://api.test/', preflight).status).toBe(401);
    expect(answer(one({ ...basic, ...cors }), 'https://api.test/', preflight).status).toBe(204);
    const login = { headers: [['authorization', 'Basic eA==']] as const };
    expect(answer(one(basic), 'https://api.test/', login).status).toBe(200);
    const url = { 'auth-url': 'https://auth.test/', 'auth-signin': 'https://auth.test/in' };
    const { status, get } = answer(one({ ...url, ...cors }), 'https://api.test/');
    expect([status, get('location'), get(ALLOW)]).toEqual([
      302,
      'https://auth.test/in?rd=https%3A%2F%2Fapi.test%2F',
      'https://app.test',
    ]);
  });

  it.each([
    ['allowlist-source-range', '10.0.0.0/8, 192.168.1.1', '10.2.3.4', 200],
    ['whitelist-source-range', '10.0.0.0/8, 192.168.1.1', '192.168.1.2', 403],
    ['allowlist-source-range', '2001:db8::/32', '2001:db8:1::7', 200],
    ['allowlist-source-range', '2001:db8::/32', '10.0.0.1', 403],
    ['denylist-source-range', '10.0.0.0/8', '10.2.3.4', 403],
    ['denylist-source-range', '10.0.0.0/8', '11.2.3.4', 200],
  ])('is %s %s for %s: %i', (name, list, clientAddress, status) => {
    const controller = { ...controllerOf(new Map()), clientAddress };
    const url = 'https://api.test/';
    expect(answer(one({ [name]: list }), url, {}, controller).status).toBe(status);
    const preflight = { method: 'OPTIONS' };
    expect(answer(one({ [name]: list, ...cors }), url, preflight, controller).status).toBe(204);
    const open = { ...controller, clientAddress: null };
    expect(answer(one({ [name]: list }), url, {}, open).status).toBe(200);
  });

  it('is a client certificate, which preflights never bring', () => {
    const objects = one({ 'auth-tls-secret': 'a/b', ...cors });
    const { status, get } = answer(objects, 'https://api.test/', { method: 'OPTIONS' });
    expect([status, get(ALLOW)]).toEqual([400, null]);
  });
});

describe('versions', () => {
  const allowed = (version: string, value: string, origin = 'https://x.test'): string | null => {
    const controller = controllerOf(new Map(), controllerVersion(version)!);
    const objects = [
      {
        name: 'a',
        paths: ['Prefix /'],
        annotations: { 'enable-cors': 'true', 'cors-allow-origin': value },
      },
    ];
    const headers = [['origin', origin] as const];
    const text = objects.map(ingress).join('\n');
    const request = {
      kind: 'request' as const,
      url: 'https://api.test/',
      method: 'GET',
      headers,
      body: null,
      credentials: false,
      redirectCount: 0,
    };
    const servers = serversOf(ingressesOf({ file: 'a', text }));
    return (
      simulate(servers, request, plainUpstream, controller).headers.find(
        ({ name }) => name.toLowerCase() === ALLOW,
      )?.value ?? null
    );
  };

  it.each([
    // 1.12 turned what denies into what allows all.
    ['1.11.3', 'https://a.test/,https://b.test', null],
    ['1.12.0', 'https://a.test/,https://b.test', '*'],
    // A trailing comma matched every origin until 1.9.5.
    ['1.9.4', 'https://a.test,', 'https://x.test'],
    ['1.9.5', 'https://a.test,', null],
    // One origin, sent to everybody.
    ['1.0.4', 'https://a.test', 'https://a.test'],
    ['1.0.5', 'https://a.test', null],
  ])('%s with %s', (version, value, expected) => {
    expect(allowed(version, value)).toBe(expected);
  });

  it('knows null since 1.13 and schemes of any name since 1.12', () => {
    expect([allowed('1.12.1', 'null', 'null'), allowed('1.13.0', 'null', 'null')]).toEqual([
      null,
      'null',
    ]);
    const tauri = 'tauri://localhost';
    expect([allowed('1.11.0', tauri, tauri), allowed('1.12.0', tauri, tauri)]).toEqual([
      null,
      tauri,
    ]);
  });
});
