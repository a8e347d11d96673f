import {
  corsPolicy,
  exactOrigin,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { Header, NetworkRequest } from '../../protocol/index.js';
import type { SimulatedResponse } from '../target.js';
import { askedRequest } from './asked.js';

/** An origin that an entry lets in. */
export function sampleOrigin(allowed: AllowedOrigin): string {
  if (allowed.kind === 'any') return 'https://app.example.com';
  if (allowed.kind !== 'subdomains') return writeAllowedOrigin(allowed);
  return writeAllowedOrigin({ ...allowed, depth: 'one' }).replace('*', 'app');
}

/**
 * The policy of a place whose origins are known: the rest is what it answers to
 * the first of them, to a preflight and to a GET.
 */
export function answeredPolicy(
  origins: readonly AllowedOrigin[],
  url: string,
  simulate: (request: NetworkRequest) => SimulatedResponse,
): CorsPolicy {
  const [first] = origins;
  if (first === undefined) return corsPolicy();
  const origin = sampleOrigin(first);
  const ask = (method: string, headers: readonly Header[]): ((name: string) => string | null) => {
    const answer = simulate(askedRequest(url, method, [['origin', origin], ...headers]));
    return (name) => answer.headers.find((each) => each.name.toLowerCase() === name)?.value ?? null;
  };
  const preflight = ask('OPTIONS', [
    ['access-control-request-method', 'PUT'],
    ['access-control-request-private-network', 'true'],
  ]);
  const plain = ask('GET', []);
  const age = preflight('access-control-max-age');
  return corsPolicy({
    origins: origins.map((each) => (each.kind === 'exact' ? exactOrigin(each.origin) : each)),
    methods: names(preflight('access-control-allow-methods')),
    requestHeaders: lower(names(preflight('access-control-allow-headers'))),
    exposedHeaders: lower(names(plain('access-control-expose-headers'))),
    credentials: plain('access-control-allow-credentials') === 'true',
    maxAge: age !== null && /^\d+$/.test(age) ? Number(age) : null,
    privateNetwork: preflight('access-control-allow-private-network') === 'true',
  });
}

function names(list: string | null): readonly string[] | '*' {
  const all = (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return all.includes('*') ? '*' : all;
}

function lower(list: readonly string[] | '*'): readonly string[] | '*' {
  return list === '*' ? '*' : list.map((name) => name.toLowerCase());
}
