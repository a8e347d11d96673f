import { describe, expect, it } from 'vitest';
import { DESTINATIONS, migrate } from '../../../src/kubernetes/index.js';
import { subject, type Given } from '../objects.js';

const CORS = { 'enable-cors': 'true', 'cors-allow-origin': 'https://app.example.com' };
const REGEX = { ...CORS, 'use-regex': 'true', 'rewrite-target': '/$2' };

function migrated(to: string, ...given: readonly Given[]): ReturnType<typeof migrate> {
  const { ingresses, servers, controller } = subject(...given);
  const destination = DESTINATIONS.find(({ id }) => id === to);
  return migrate(ingresses, servers, controller, destination!);
}

describe('migration of paths that are regular expressions', () => {
  const given = {
    name: 'shop',
    annotations: REGEX,
    paths: ['/v1(/|$)(.*)', '/users/[0-9]+/orders'],
  };

  it.each(['gateway-api', 'nginx-gateway-fabric', 'envoy-gateway', 'traefik', 'istio', 'contour'])(
    'carries prefixes and expressions over to %s, proved',
    (to) => {
      const { text, objects } = migrated(to, given);
      expect(objects).toHaveLength(1);
      const [{ paths, notCarried } = { paths: [], notCarried: [] }] = objects;
      expect(notCarried).toEqual([]);
      expect(paths.map(({ url }) => url).toSorted()).toEqual([
        'https://api.test/users/1/orders',
        'https://api.test/v1',
      ]);
      for (const { asked, allowed, changed } of paths) {
        expect(changed).toEqual([]);
        expect(allowed).toBeGreaterThan(20);
        expect(asked).toBeGreaterThan(allowed);
      }
      expect(text).toContain('/users/[0-9]+/orders');
      expect(text).not.toContain('(/|$)');
    },
  );

  it.each(['kong', 'haproxy-ingress'])('says what %s gets by hand', (to) => {
    const [object] = migrated(to, given).objects;
    expect(object?.notCarried).toEqual([
      expect.stringContaining('api.test/users/[0-9]+/orders: a regular expression'),
    ]);
    const v1 = object?.paths.find(({ url }) => url === 'https://api.test/v1');
    expect(v1?.changed).toEqual([]);
    expect(v1?.allowed).toBeGreaterThan(20);
  });

  it('is no green proof where no request can be made up', () => {
    const { objects } = migrated('gateway-api', { ...given, paths: ['/x(?=y)'] });
    expect(objects[0]?.notCarried).toEqual([
      expect.stringContaining('no request can be made up that this expression answers'),
    ]);
  });

  it('says where an open end is lost', () => {
    const { objects } = migrated('gateway-api', { ...given, paths: ['/v1(.*)', '/v2/(.*)'] });
    expect(objects[0]?.warnings).toEqual([
      expect.stringContaining('api.test/v1(.*) answers /v1x, too, today'),
    ]);
  });

  it('tells of a path that the expression of another one answers', () => {
    const other = { name: 'other', annotations: CORS, paths: ['/v1/x'] };
    const { objects } = migrated('gateway-api', { ...given, paths: ['/v1(/|$)(.*)'] }, other);
    const found = objects.find(({ name }) => name === 'default/other');
    expect(found?.notCarried).toEqual([
      expect.stringContaining('api.test/v1/x: the pattern of another path answers there'),
    ]);
  });
});

describe('objects that nothing gets to', () => {
  it('are named', () => {
    const { idle, objects } = migrated(
      'gateway-api',
      { name: 'first', annotations: CORS, paths: ['/v1', '/'] },
      { name: 'second', annotations: CORS, paths: ['/v1'] },
      { name: 'canary', annotations: { ...CORS, canary: 'true' }, paths: ['/v1'] },
    );
    expect(idle).toEqual(['default/second', 'default/canary']);
    expect(objects.map(({ name }) => name)).toEqual(['default/first']);
  });
});

describe('the proof', () => {
  it('asks nothing twice', () => {
    const [object] = migrated('traefik', { name: 'shop', annotations: CORS }).objects;
    expect(object?.paths).toHaveLength(1);
    const gets = object!.paths[0]!.asked;
    expect(gets % 4).toBe(0);
    expect(object?.paths[0]?.changed).toEqual([]);
  });
});
