import {
  ANY_ORIGIN,
  corsPolicy,
  exactOrigin,
  readAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../src/policy/index.js';
import { Random } from '../generate/random.js';

/** A policy and what is special about it. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: CorsPolicy;
}

const APP = exactOrigin('https://app.example.com');
const DEV = exactOrigin('http://localhost:3000');

function allowed(text: string): AllowedOrigin {
  const { value } = readAllowedOrigin(text);
  if (value === null) throw new Error(`${text} is no allowed origin`);
  return value;
}

function named(name: string, policy: Partial<CorsPolicy>): NamedPolicy {
  return { name, policy: corsPolicy(policy) };
}

/** Policies that people really have, and their edges. */
export const HAND_PICKED: readonly NamedPolicy[] = [
  named('nobody', {}),
  named('one origin, GET', { origins: [APP], methods: ['GET'] }),
  named('one origin with a port', { origins: [DEV], methods: ['GET', 'POST'] }),
  named('an IPv4 address', {
    origins: [exactOrigin('http://192.168.1.10:8080')],
    methods: ['PUT'],
  }),
  named('an IPv6 address', { origins: [exactOrigin('http://[::1]:3000')], methods: ['PUT'] }),
  named('opaque origins', { origins: [allowed('null')], methods: ['GET', 'POST'] }),
  named('an app’s own scheme', {
    origins: [exactOrigin('capacitor://localhost')],
    methods: ['GET'],
  }),
  named('an origin with a long name', {
    origins: [exactOrigin('https://preview-of-a-rather-long-branch-name.apps.example.com')],
    methods: ['GET', 'PUT'],
  }),
  named('two origins', { origins: [APP, DEV], methods: ['GET', 'PUT'] }),
  named('five origins, one a prefix of another', {
    origins: [
      'https://a.example.com',
      'https://a.example.com:8443',
      'https://b.example.com',
      'https://example.com',
      'https://example.co',
    ].map(exactOrigin),
    methods: ['GET', 'DELETE'],
  }),
  named('any origin', { origins: [ANY_ORIGIN], methods: ['GET'] }),
  named('any origin, method and header', {
    origins: [ANY_ORIGIN],
    methods: '*',
    requestHeaders: '*',
    exposedHeaders: '*',
  }),
  named('any origin with an API key', {
    origins: [ANY_ORIGIN],
    methods: ['GET', 'PUT'],
    requestHeaders: ['authorization', 'x-api-key'],
  }),
  named('sub-domains, one label', {
    origins: [allowed('https://*.example.com')],
    methods: ['GET'],
  }),
  named('sub-domains, any depth', {
    origins: [allowed('https://**.example.com')],
    methods: ['GET', 'PUT'],
  }),
  named('sub-domains with a port', {
    origins: [allowed('http://*.dev.example.com:8080')],
    methods: ['GET'],
  }),
  named('sub-domains and their parent', {
    origins: [exactOrigin('https://example.com'), allowed('https://*.example.com')],
    methods: ['PATCH'],
  }),
  named('JSON with cookies', {
    origins: [APP],
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    requestHeaders: ['content-type'],
    credentials: true,
    maxAge: 600,
  }),
  named('bearer tokens', {
    origins: [APP, DEV],
    methods: ['GET', 'PATCH'],
    requestHeaders: ['authorization', 'content-type'],
    maxAge: 7200,
  }),
  named('cookies for sub-domains', {
    origins: [allowed('https://*.example.com')],
    methods: ['POST'],
    requestHeaders: ['x-csrf-token'],
    credentials: true,
  }),
  named('everything at once', {
    origins: [APP, DEV, allowed('https://*.preview.example.com')],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    requestHeaders: ['authorization', 'content-type', 'x-request-id', 'x-requested-with'],
    exposedHeaders: ['x-total-count', 'link'],
    credentials: true,
    maxAge: 3600,
  }),
  named('exposed headers', {
    origins: [APP],
    methods: ['GET'],
    exposedHeaders: ['x-total-count', 'content-disposition'],
  }),
  named('one exposed header with cookies', {
    origins: [APP],
    methods: ['GET'],
    exposedHeaders: ['x-total-count'],
    credentials: true,
  }),
  named('all headers exposed', { origins: [APP], methods: ['GET'], exposedHeaders: '*' }),
  named('not to be remembered', { origins: [APP], methods: ['PUT'], maxAge: 0 }),
  named('remembered for a day', { origins: [APP], methods: ['PUT'], maxAge: 86_400 }),
  named('only headers', { origins: [APP], requestHeaders: ['x-only'] }),
  named('only an origin', { origins: [APP] }),
  named('only an origin with cookies', { origins: [APP], credentials: true }),
  named('any method', { origins: [APP], methods: '*' }),
  named('any header', { origins: [APP], methods: ['POST'], requestHeaders: '*' }),
  named('any header, and Authorization', {
    origins: [APP],
    methods: ['GET'],
    requestHeaders: ['authorization', 'x-a', 'x-b', 'x-c'],
  }),
  named('methods of WebDAV', { origins: [APP], methods: ['REPORT', 'MKCOL'] }),
];

const ORIGINS = [
  'https://app.example.com',
  'https://admin.example.com:8443',
  'http://localhost:5173',
  'https://shop.example.org',
  'https://*.example.net',
  'https://**.example.org',
  'http://*.test.example:8080',
  'null',
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const REQUEST_HEADERS = [
  'authorization',
  'content-type',
  'x-api-key',
  'x-csrf-token',
  'if-match',
  'x.dotted_name',
];
const EXPOSED = ['etag', 'x-total-count', 'link', 'location'];

/** Origins and names of the kind that everybody can say. */
const PLAIN = {
  origins: ORIGINS.filter((origin) => !origin.includes('*') && origin !== 'null'),
  requestHeaders: REQUEST_HEADERS.filter((name) => /^[a-z-]+$/.test(name)),
};

/** Policies from a seed: valid ones, of the kinds that configurations can hold. */
export function generatedPolicies(
  count: number,
  seed: number,
  { origins, requestHeaders } = { origins: ORIGINS, requestHeaders: REQUEST_HEADERS },
): readonly NamedPolicy[] {
  const source = new Random(seed);
  const random = (): number => source.next();
  const some = <T>(list: readonly T[], least: number): T[] => {
    const chosen = list.filter(() => random() < 0.4);
    return chosen.length >= least ? chosen : [list[Math.floor(random() * list.length)]!];
  };
  return Array.from({ length: count }, (_, index) => {
    const any = random() < 0.15;
    return named(`generated ${seed}/${index}`, {
      origins: any ? [ANY_ORIGIN] : some(origins, 1).map(allowed),
      methods: some(METHODS, 1),
      requestHeaders: random() < 0.3 ? [] : some(requestHeaders, 1),
      exposedHeaders: random() < 0.5 ? [] : some(EXPOSED, 1),
      credentials: !any && random() < 0.4,
      maxAge: random() < 0.4 ? null : Math.floor(random() * 7200) + 1,
    });
  });
}

/** All policies that targets are tried with, each at a path of its own. */
export function sites(): { name: string; policy: CorsPolicy; path: string }[] {
  return [...HAND_PICKED, ...generatedPolicies(16, 4), ...generatedPolicies(20, 5, PLAIN)].map(
    ({ name, policy }, index) => ({
      name,
      policy,
      path: `/p${index}`,
    }),
  );
}
