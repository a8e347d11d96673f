import {
  corsPolicy,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { Header } from '../../protocol/index.js';
import type { SimulatedResponse, Span, Upstream } from '../target.js';
import { candidates } from './origins.js';
import { simulate } from './simulate.js';
import type { Site } from './sites.js';
import { askedRequest, valuesOf } from '../support/asked.js';

/** An origin that no configuration names. */
export const STRANGER = 'https://whycors-stranger.invalid';

/** What a place allows, as far as it can be told; `unclear` where it cannot. */
export interface Found {
  readonly policy: CorsPolicy | null;
  readonly unclear: string | null;
  /** The Access-Control-Allow-Origin line. */
  readonly span: Span | null;
}

const nothing: Upstream = () => ({ status: 200, headers: [] });

/** Reads a place's policy from what it answers to the origins that the site names. */
export function policyAt(site: Site, url: string): Found {
  const stranger = valuesOf(probe(site, url, 'GET', STRANGER), 'access-control-allow-origin');
  const named = new Map(
    candidates(site.body)
      .filter(({ kind }) => kind !== 'any')
      .map((each) => [writeAllowedOrigin(each), each] as const),
  );
  const answers = [...named.values()].map((allowed) => {
    const origin = sample(allowed);
    const found = valuesOf(probe(site, url, 'GET', origin), 'access-control-allow-origin');
    return { allowed, origin, found };
  });
  const line = stranger[0] ?? answers.find(({ found }) => found.length > 0)?.found[0];
  if (line === undefined) return { policy: null, unclear: null, span: null };
  const { span } = line;
  const unclear = (reason: string): Found => ({ policy: null, unclear: reason, span });
  if (stranger.length > 1 || answers.some(({ found }) => found.length > 1))
    return unclear('Access-Control-Allow-Origin is sent more than once.');
  if (stranger[0]?.value === STRANGER) return unclear('Every origin is echoed.');
  const origins: readonly AllowedOrigin[] =
    stranger[0]?.value === '*'
      ? [{ kind: 'any' }]
      : answers
          .filter(({ origin, found }) => found[0]?.value === origin)
          .map((each) => each.allowed);
  const [first] = origins;
  if (first === undefined) return unclear(`"${line.value}" lets no origin in that is named here.`);
  return { policy: answered(site, url, origins, sample(first)), unclear: null, span };
}

/** An origin that an entry lets in. */
function sample(allowed: AllowedOrigin): string {
  if (allowed.kind === 'any') return STRANGER;
  return allowed.kind === 'subdomains'
    ? writeAllowedOrigin({ ...allowed, depth: 'one' }).replace('*', 'app')
    : writeAllowedOrigin(allowed);
}

function answered(
  site: Site,
  url: string,
  origins: readonly AllowedOrigin[],
  origin: string,
): CorsPolicy {
  const preflight = probe(site, url, 'OPTIONS', origin);
  const plain = probe(site, url, 'GET', origin);
  const of = (answer: SimulatedResponse, name: string): string =>
    valuesOf(answer, name)
      .map(({ value }) => value)
      .join(', ');
  const age = of(preflight, 'access-control-max-age');
  return corsPolicy({
    origins,
    methods: names(of(preflight, 'access-control-allow-methods')),
    requestHeaders: lower(names(of(preflight, 'access-control-allow-headers'))),
    exposedHeaders: lower(names(of(plain, 'access-control-expose-headers'))),
    credentials: of(plain, 'access-control-allow-credentials') === 'true',
    maxAge: /^\d+$/.test(age) ? Number(age) : null,
  });
}

/** What a site answers to a page's request; OPTIONS is a preflight for PUT. */
export function probe(
  site: Site,
  url: string,
  method: string,
  origin: string,
  upstream: Upstream = nothing,
): SimulatedResponse {
  const more: Header[] = method === 'OPTIONS' ? [['access-control-request-method', 'PUT']] : [];
  const request = askedRequest(url, method, [['origin', origin], ...more]);
  return simulate([site], request, upstream);
}

function names(list: string): readonly string[] | '*' {
  const entries = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return entries.includes('*') ? '*' : entries;
}

function lower(list: readonly string[] | '*'): readonly string[] | '*' {
  return list === '*' ? '*' : list.map((name) => name.toLowerCase());
}
