import { drive } from '../drivers/run.js';
import { ENGINES } from '../engines/index.js';
import {
  corsFetch,
  isCorsSafelistedMethod,
  type FetchRequest,
  type Header,
  type NetworkRequest,
  type NetworkResponse,
  type SerializedOrigin,
} from '../protocol/index.js';
import { requestHeader } from './answer.js';
import { exactOrigin, writeAllowedOrigin, type AllowedOrigin } from './allowed-origin.js';
import { corsPolicy, type CorsPolicy } from './policy.js';

/** A call that a policy is to let through. */
export interface WantedCall {
  readonly origin: SerializedOrigin;
  readonly request: FetchRequest;
  /** Response-headers that the page has to read, besides those that every page may. */
  readonly reads?: readonly string[];
}

/** One permission of a derived policy and the calls that need it. */
export interface Need {
  readonly permission: 'origin' | 'method' | 'request-header' | 'exposed-header' | 'credentials';
  readonly value: string;
  /** Positions in the list of calls. */
  readonly calls: readonly number[];
  /** Whether browsers let it through without permission: named for those who read the configuration. */
  readonly safelisted: boolean;
}

/** A policy and what each of its permissions is for. */
export interface Derived {
  readonly policy: CorsPolicy;
  readonly needs: readonly Need[];
}

/**
 * The least policy under which every browser lets these calls through, as far as
 * CORS refuses them: origins by name, only the methods and headers in use. A
 * header counts that any of the engines asks about.
 */
export function derivePolicy(calls: readonly WantedCall[]): Derived {
  const needs = new Map<string, Need & { calls: number[] }>();
  const add = (
    permission: Need['permission'],
    value: string,
    call: number,
    safelisted = false,
  ): void => {
    const key = `${permission} ${value}`;
    const known = needs.get(key);
    if (known === undefined) needs.set(key, { permission, value, calls: [call], safelisted });
    else if (known.calls.at(-1) !== call) known.calls.push(call);
  };
  calls.forEach((wanted, call) => {
    const { origin, request, reads = [] } = wanted;
    add('origin', origin, call);
    const method = ENGINES.standard.behaviour.normalizeMethod(request.method);
    add('method', method, call, isCorsSafelistedMethod(method));
    for (const name of askedAbout(wanted)) add('request-header', name, call);
    for (const name of reads) add('exposed-header', name.toLowerCase(), call);
    if (request.credentials === 'include') add('credentials', 'include', call);
  });
  const all = [...needs.values()];
  const values = (permission: Need['permission']): string[] =>
    all.filter((need) => need.permission === permission).map(({ value }) => value);
  const policy = corsPolicy({
    origins: values('origin').map(exactOrigin).toSorted(byText),
    methods: values('method').toSorted(),
    requestHeaders: values('request-header').toSorted(),
    exposedHeaders: values('exposed-header').toSorted(),
    credentials: values('credentials').length > 0,
  });
  return { policy, needs: all };
}

function byText(a: AllowedOrigin, b: AllowedOrigin): number {
  return writeAllowedOrigin(a) < writeAllowedOrigin(b) ? -1 : 1;
}

/**
 * The names that preflights of any engine ask about, found by asking: the protocol
 * runs against a server that allows whatever it is asked.
 */
function askedAbout({ origin, request }: WantedCall): Set<string> {
  const names = new Set<string>();
  for (const { behaviour } of Object.values(ENGINES)) {
    const preflightCache = behaviour.createPreflightCache();
    const client = { origin, behaviour, preflightCache, now: () => 0 };
    drive(corsFetch(request, client), (asked) => {
      const list = requestHeader(asked, 'access-control-request-headers') ?? '';
      for (const name of list.split(',')) if (name.trim() !== '') names.add(name.trim());
      return allowing(asked);
    });
  }
  return names;
}

function allowing(asked: NetworkRequest): NetworkResponse {
  const echo = (name: string, from: string): Header => [name, requestHeader(asked, from) ?? ''];
  return {
    status: 200,
    headers: [
      echo('Access-Control-Allow-Origin', 'origin'),
      ['Access-Control-Allow-Credentials', 'true'],
      echo('Access-Control-Allow-Methods', 'access-control-request-method'),
      echo('Access-Control-Allow-Headers', 'access-control-request-headers'),
    ],
  };
}
