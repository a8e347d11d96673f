import {
  array,
  boolean,
  constantFrom,
  integer,
  oneof,
  record,
  string,
  tuple,
  type Arbitrary,
} from 'fast-check';
import type {
  FetchRequest,
  Header,
  NetworkResult,
  NetworkRequest,
} from '../../../src/protocol/index.js';
import { PAGE } from './run.js';

const VALUES = [
  '*',
  PAGE,
  'null',
  `${PAGE}/`,
  'true',
  '',
  '600',
  'PUT, x',
  'x-a',
  'x-a, X-B',
  '*, authorization',
  'same-origin',
  '/next',
  'https://b.example/',
  'http://b.example/',
  'data:,x',
  'https://me@b.example',
] as const;
const NAMES = [
  'Access-Control-Allow-Origin',
  'access-control-allow-origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
  'Cross-Origin-Resource-Policy',
  'Location',
  'X-A',
  'Set-Cookie',
] as const;
const REQUEST_NAMES = [
  'Accept',
  'Accept-Language',
  'Content-Type',
  'Range',
  'X-A',
  'x-a',
  'Authorization',
  'Cookie',
  'X-HTTP-Method-Override',
  'a b',
  '',
] as const;
const URLS = [
  PAGE,
  `${PAGE}/a#b`,
  'https://api.example/',
  'http://api.example/',
  'http://localhost:8080/x',
  'https://me@api.example/',
  'https://api.example:25/',
  'data:text/plain,x',
  'blob:x',
  '/relative',
  '',
] as const;

export const origins: Arbitrary<string> = constantFrom(
  PAGE,
  'http://app.example',
  'null',
  'x-y://a',
);

/** A header's value: odd, known, or any bytes. */
const values: Arbitrary<string> = oneof(
  { arbitrary: constantFrom(...VALUES), weight: 4 },
  { arbitrary: string({ unit: 'binary', maxLength: 40 }), weight: 1 },
);

/** What a page might ask for, sense or nonsense. */
export const requests: Arbitrary<FetchRequest> = record({
  url: oneof({ arbitrary: constantFrom(...URLS), weight: 6 }, { arbitrary: string(), weight: 1 }),
  method: oneof(
    { arbitrary: constantFrom('GET', 'POST', 'PUT', 'patch', 'HEAD', 'TRACE', 'FOO'), weight: 6 },
    { arbitrary: string({ maxLength: 5 }), weight: 1 },
  ),
  headers: array(tuple(constantFrom(...REQUEST_NAMES), values), { maxLength: 5 }),
  credentials: constantFrom('omit', 'same-origin', 'include'),
  mode: constantFrom('cors', 'cors', 'cors', 'no-cors', 'same-origin'),
  redirect: constantFrom('follow', 'follow', 'error', 'manual'),
  body: constantFrom(null, null, 'x'),
  initiator: constantFrom('fetch', 'fetch', 'xhr'),
  uploadListeners: boolean(),
});

const statuses: Arbitrary<number> = oneof(
  constantFrom(200, 200, 204, 302, 307, 303, 404),
  integer({ min: 100, max: 999 }),
);

const headers: Arbitrary<Header[]> = array(
  tuple(constantFrom(...NAMES), values) as Arbitrary<Header>,
  { maxLength: 7 },
);

const open: readonly Header[] = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Allow-Methods', '*'],
  ['Access-Control-Allow-Headers', '*'],
];

/** What a server might answer, or no answer; every other one allows anything. */
export const results: Arbitrary<NetworkResult> = oneof(
  { arbitrary: record({ status: statuses, headers }), weight: 6 },
  {
    arbitrary: record({ status: statuses, headers }).map((given) => ({
      status: given.status,
      headers: [...open, ...given.headers.filter(([name]) => !/^access/i.test(name))],
    })),
    weight: 6,
  },
  { arbitrary: constantFrom({ error: 'connection-reset' } as const), weight: 1 },
);

/** Servers: the nth network request gets the nth result, round and round. */
export const servers: Arbitrary<() => (request: NetworkRequest) => NetworkResult> = array(results, {
  minLength: 1,
  maxLength: 5,
}).map((list) => () => {
  let turn = 0;
  return () => list[turn++ % list.length]!;
});
