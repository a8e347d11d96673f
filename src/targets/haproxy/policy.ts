import {
  corsPolicy,
  coversOrigin,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { Header } from '../../protocol/index.js';
import type { SimulatedHeader, SimulatedResponse } from '../target.js';
import { candidatesOf, type Candidates } from './candidates.js';
import { simulate } from './simulate.js';
import type { Proxy, Site } from './site.js';
import { askedRequest, valuesOf } from '../support/asked.js';

/** What a place answers, as far as it is a policy. */
export interface Found {
  readonly policy: CorsPolicy | null;
  readonly notes: readonly string[];
  /** What sends Access-Control-Allow-Origin there; null for nothing. */
  readonly allow: SimulatedHeader | null;
  /** Whether every origin is echoed. */
  readonly reflects: boolean;
}

/** A page that no configuration names. */
const STRANGER = 'https://stranger.invalid';
const ALLOW = 'access-control-allow-origin';

/** Asks one place of a configuration. */
export type Asker = (method: string, origin: string, more?: readonly Header[]) => SimulatedResponse;

/** Asks with a server behind that knows nothing of CORS and answers everything. */
export function asker(site: Site, url: string): Asker {
  return (method, origin, more = []) => {
    const headers: readonly Header[] = [['origin', origin], ...more];
    const request = askedRequest(url, method, headers);
    return simulate(site, request, () => ({ status: 200, headers: [] }));
  };
}

export const PREFLIGHT: readonly Header[] = [
  ['access-control-request-method', 'PUT'],
  ['access-control-request-headers', 'x-whycors'],
];

/** Reads a policy off what a place answers to everyone that the configuration names. */
export function policyAt(ask: Asker, proxies: readonly Proxy[]): Found {
  const stranger = valuesOf(ask('GET', STRANGER), ALLOW);
  const [first = null] = stranger;
  const none = { allow: first, reflects: false, policy: null };
  if (stranger.length > 1)
    return { ...none, notes: ['Access-Control-Allow-Origin is sent more than once.'] };
  if (first?.value === STRANGER)
    return { ...none, reflects: true, notes: ['Every origin is echoed.'] };
  const candidates = candidatesOf(proxies);
  if (first?.value === '*') return found(ask, [{ kind: 'any' }], first);
  const origins = allowedOf(ask, candidates);
  if (typeof origins === 'string') return { ...none, notes: [origins] };
  const [sample] = origins;
  if (sample === undefined) return { ...none, notes: [] };
  return found(ask, origins, valuesOf(ask('GET', sampleOf(sample)), ALLOW)[0] ?? null);
}

function allowedOf(ask: Asker, { origins, probes }: Candidates): readonly AllowedOrigin[] | string {
  const isLetIn = (origin: string): boolean => {
    const sent = valuesOf(ask('GET', origin), ALLOW);
    return sent.length === 1 && sent[0]?.value === origin;
  };
  const all: readonly AllowedOrigin[] = [...origins, { kind: 'null' }];
  const allowed = all.filter((each) => isLetIn(sampleOf(each)));
  const open = probes.find(
    (probe) => isLetIn(probe) && !allowed.some((each) => coversOrigin(each, probe)),
  );
  return open === undefined
    ? allowed
    : `A pattern lets origins in that no policy can name, ${open} among them.`;
}

/** An origin of a page that an entry lets in: for deep patterns, a deep one. */
function sampleOf(allowed: AllowedOrigin): string {
  if (allowed.kind === 'any') return STRANGER;
  if (allowed.kind !== 'subdomains') return writeAllowedOrigin(allowed);
  return writeAllowedOrigin(allowed).replace(/\*+/, allowed.depth === 'one' ? 'app' : 'a.b');
}

function found(
  ask: Asker,
  origins: readonly AllowedOrigin[],
  allow: SimulatedHeader | null,
): Found {
  const origin = origins[0] === undefined ? STRANGER : sampleOf(origins[0]);
  const preflight = ask('OPTIONS', origin, PREFLIGHT);
  const get = ask('GET', origin);
  const of = (answer: SimulatedResponse, name: string): string | null =>
    valuesOf(answer, `access-control-${name}`)[0]?.value ?? null;
  const age = of(preflight, 'max-age');
  const privately = ask('OPTIONS', origin, [
    ...PREFLIGHT,
    ['access-control-request-private-network', 'true'],
  ]);
  const policy = corsPolicy({
    origins,
    methods: names(of(preflight, 'allow-methods')),
    requestHeaders: lower(names(of(preflight, 'allow-headers'))),
    exposedHeaders: lower(names(of(get, 'expose-headers'))),
    credentials: of(get, 'allow-credentials') === 'true',
    maxAge: age !== null && /^\d+$/.test(age) ? Number(age) : null,
    privateNetwork: of(privately, 'allow-private-network') === 'true',
  });
  return { policy, notes: [], allow, reflects: false };
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
